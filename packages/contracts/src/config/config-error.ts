import type { z } from 'zod';
import { nearestName } from '../errors/nearest-name';
import { PipelineError } from '../errors/pipeline-error';
import { settingsAt } from './settings-at';

/** `known`: what a schema that is chosen by another setting allows, put there by whoever chose it. */
type Issue = z.core.$ZodIssue & { readonly known?: readonly string[] };

/** A config and what broke. */
interface Broken {
  readonly file: string;
  readonly schema: z.core.$ZodType;
  /** What stands in the file. */
  readonly value: unknown;
}

/**
 * The one problem of a config that is worth telling: an unknown key before all others, since a misspelt setting is also a
 * missing one; then the problem furthest inside the file, since a union reports all its branches.
 *
 * @returns CONFIG_UNKNOWN_KEY, CONFIG_UNKNOWN_VALUE with the nearest valid name, else CONFIG_INVALID
 */
export function configError(broken: Broken, error: z.core.$ZodError): PipelineError {
  const issue = deepest(error.issues);
  const key = issue.path.join('.') || '(top level)';
  if (issue.code === 'unrecognized_keys') return unknownKey(broken, issue);
  const { file, schema, value } = broken;
  const found = valueAt(value, issue.path);
  const { words } = settingsAt(schema, issue.path);
  if (typeof found === 'string' && words.length > 0 && !words.includes(found))
    return new PipelineError('CONFIG_UNKNOWN_VALUE', {
      ...{ file, key, value: found, known: words, nearest: nearestName(found, words) },
    });
  const isMissing = found === undefined && 'expected' in issue;
  const problem = isMissing ? `it is missing (${issue.expected})` : issue.message;
  return new PipelineError('CONFIG_INVALID', { file, key, problem }, { cause: error });
}

function unknownKey({ file, schema }: Broken, issue: z.core.$ZodIssueUnrecognizedKeys & Issue): PipelineError {
  const [name = ''] = issue.keys;
  const known = issue.known ?? settingsAt(schema, issue.path).keys;
  const nearest = nearestName(name, known);
  const inside = (key: string) => [...issue.path, key].join('.');
  return new PipelineError('CONFIG_UNKNOWN_KEY', { file, key: inside(name), known, nearest });
}

function deepest(issues: readonly z.core.$ZodIssue[]): Issue {
  const inner = issues.flatMap((issue) =>
    issue.code === 'invalid_union' && issue.errors.length > 0
      ? issue.errors
          .map((branch) => deepest(branch))
          .map((found) => ({ ...found, path: [...issue.path, ...found.path] }))
      : [issue],
  );
  const unknown = inner.find(({ code }) => code === 'unrecognized_keys');
  return unknown ?? inner.reduce((best, issue) => (issue.path.length > best.path.length ? issue : best));
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((inside: unknown, key) => (inside as Record<PropertyKey, unknown> | undefined)?.[key], value);
}
