import type { Inspection, Problem } from '@tsdistill/ingest';

/** Problems that the suggestion does not take away. */
export function standingProblems({ problems }: Inspection): readonly Problem[] {
  return problems.filter(({ mendedBy }) => mendedBy === undefined);
}
