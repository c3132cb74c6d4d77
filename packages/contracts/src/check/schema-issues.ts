import type { z } from 'zod';

/** Every reason why a value breaks its schema, each with its key; none when it does not. */
export function schemaIssues(value: unknown, schema: z.ZodType, parent: readonly PropertyKey[] = []): string[] {
  const result = schema.safeParse(value);
  return result.success ? [] : result.error.issues.flatMap((issue) => describe(issue, parent));
}

function describe(issue: z.core.$ZodIssue, parent: readonly PropertyKey[]): string[] {
  const path = [...parent, ...issue.path];
  // What is wrong with a record's key lies one level deeper.
  const reason = (issue.code === 'invalid_key' && issue.issues[0]?.message) || issue.message;
  return [`${path.join('.') || 'top level'}: ${reason}`];
}
