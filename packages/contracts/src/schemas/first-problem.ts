import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/**
 * What is wrong first with settings: the key, dotted (empty = the whole), and the problem in words.
 *
 * @param settings what was checked
 */
export function firstProblem(
  error: z.core.$ZodError,
  settings: unknown,
): { readonly key: string; readonly problem: string } {
  const issue = deepestIssue(error.issues);
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const key = [...issue.path, ...unknown].join('.');
  return { key, problem: unknown.length > 0 ? 'there is no such setting' : wordsFor(issue, settings) };
}

/** A setting that is not there is missing, not of a wrong type. */
function wordsFor(issue: Issue, settings: unknown): string {
  const isMissing = issue.code === 'invalid_type' && valueAt(settings, issue.path) === undefined;
  return isMissing ? `it is missing (${issue.expected})` : issue.message;
}

/** What stands at a path of settings. */
export function valueAt(settings: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((inside: unknown, key) => (inside as Record<PropertyKey, unknown> | undefined)?.[key], settings);
}

/** Unknown keys first: a misspelt setting is also a missing one. Then the problem furthest inside: a union reports all its branches, and the one that got furthest is meant. */
export function deepestIssue(issues: readonly Issue[]): Issue {
  const inner = issues.flatMap((issue) =>
    issue.code === 'invalid_union' && issue.errors.length > 0
      ? issue.errors
          .map((branch) => deepestIssue(branch))
          .map((found) => ({ ...found, path: [...issue.path, ...found.path] }))
      : [issue],
  );
  const unknown = inner.find(({ code }) => code === 'unrecognized_keys');
  return unknown ?? inner.reduce((best, issue) => (issue.path.length > best.path.length ? issue : best));
}
