import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** What is wrong first with settings: the key, dotted (empty = the whole), and the problem in words. */
export function firstProblem(error: z.ZodError): { readonly key: string; readonly problem: string } {
  const issue = deepest(error.issues);
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const key = [...issue.path, ...unknown].join('.');
  return { key, problem: unknown.length > 0 ? 'there is no such setting' : wordsFor(issue) };
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
