import type { ErrorCode, PipelineError } from '@tsdistill/contracts';
import type { Problem } from './inspection';

/** Settings that take a problem away. */
export const MENDS: Partial<Record<ErrorCode, string>> = {
  TIMESTAMP_GAP: 'missing',
  VALUE_MISSING: 'missing',
  KNOWN_MISSING: 'missing',
  TIMESTAMP_DUPLICATE: 'duplicates',
};

/** @param section what is suggested: a problem that it takes away does not stand in the way */
export function describeProblem(
  { code, message, hint }: PipelineError,
  section: Readonly<Record<string, unknown>> = {},
): Problem {
  const setting = MENDS[code];
  const value = setting === undefined ? undefined : section[setting];
  if (typeof value !== 'string' || value === 'error') return { code, message, hint };
  return { code, message, hint, mendedBy: `"${setting}": "${value}"` };
}

/** One more problem, unless it is known; one that should have been mended was not. */
export function joinProblems(problems: readonly Problem[], error: PipelineError): readonly Problem[] {
  const others = problems.filter(({ code, mendedBy }) => code !== error.code || mendedBy === undefined);
  return others.some(({ code }) => code === error.code) ? problems : [...others, describeProblem(error)];
}
