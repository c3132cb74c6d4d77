import { readFileSync } from 'node:fs';
import { PipelineError } from '@tsdistill/contracts';
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/**
 * Reads a JSON config and checks it against its schema, defaults filled in.
 *
 * @throws PipelineError CONFIG_MISSING, CONFIG_SYNTAX, CONFIG_INVALID (the first bad key)
 */
export function readConfig<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema> {
  return checkConfig(file, schema, parse(file, read(file)));
}

/** Checks what a config file says. @throws PipelineError CONFIG_INVALID (the first bad key) */
export function checkConfig<Schema extends z.ZodType>(file: string, schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = deepest(result.error.issues);
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const key = [...issue.path, ...unknown].join('.') || '(top level)';
  const problem = unknown.length > 0 ? 'there is no such setting' : wordsFor(issue);
  throw new PipelineError('CONFIG_INVALID', { file, key, problem }, { cause: result.error });
}

/** A setting that is not there is missing, not of a wrong type. */
function wordsFor(issue: Issue): string {
  return issue.code === 'invalid_type' && issue.input === undefined
    ? `it is missing (${issue.expected})`
    : issue.message;
}

/** Unknown keys first: a misspelt setting is also a missing one. Then the problem furthest inside the file: a union reports all its branches, and the one that got furthest is meant. */
function deepest(issues: readonly Issue[]): Issue {
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

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new PipelineError('CONFIG_MISSING', { file }, { cause });
  }
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PipelineError('CONFIG_SYNTAX', { file, problem: (cause as Error).message }, { cause });
  }
}
