import type { z } from 'zod';
import { nearestName } from '../errors/nearest-name';
import { PipelineError } from '../errors/pipeline-error';
import { deepestIssue, firstProblem, valueAt } from '../schemas/first-problem';
import { settingsAt } from './settings-at';

/** `known`: what a schema that is chosen by another setting allows, put there by whoever chose it. */
type Issue = z.core.$ZodIssue & { readonly known?: readonly string[] };

/** A config and what broke. */
export interface BrokenConfig {
  readonly file: string;
  readonly schema: z.core.$ZodType;
  /** What stands in the file. */
  readonly value: unknown;
}

/**
 * The one problem of a config that is worth telling, see `firstProblem`.
 *
 * @returns CONFIG_UNKNOWN_KEY, CONFIG_UNKNOWN_VALUE with the nearest valid name, else CONFIG_INVALID
 */
export function configError(broken: BrokenConfig, error: z.core.$ZodError): PipelineError {
  const issue = deepestIssue(error.issues);
  if (issue.code === 'unrecognized_keys') return unknownKey(broken, issue);
  const { file, schema, value } = broken;
  const found = valueAt(value, issue.path);
  const { words, others } = settingsAt(schema, issue.path);
  const known = [...words, ...others];
  const first = firstProblem(error, value);
  // A rule of the schema has words of its own, also for a setting that is left to its default.
  const isMissing = found === undefined && words.length > 0 && issue.code !== 'custom';
  const { key, problem } = isMissing ? { ...first, problem: `it is missing; it can be ${known.join(', ')}` } : first;
  if (typeof found !== 'string' || words.length === 0 || words.includes(found))
    return new PipelineError('CONFIG_INVALID', { file, key: key || '(top level)', problem }, { cause: error });
  const nearest = nearestName(found, words);
  return new PipelineError('CONFIG_UNKNOWN_VALUE', { file, key, value: found, known, nearest });
}

function unknownKey({ file, schema }: BrokenConfig, issue: z.core.$ZodIssueUnrecognizedKeys & Issue): PipelineError {
  const [name = ''] = issue.keys;
  const known = (issue.known ?? settingsAt(schema, issue.path).keys).filter((other) => other !== name);
  const key = [...issue.path, name].join('.');
  return new PipelineError('CONFIG_UNKNOWN_KEY', { file, key, known, nearest: nearestName(name, known) });
}
