import type { EvaluationSummary, GridChoice } from '@tsdistill/contracts';

/** How one member of a grid did on validation. */
export interface ScoredMember {
  readonly label: string;
  readonly summary: EvaluationSummary;
}

/** Sorts the members of a grid by the MSE of their students, a mean over seeds; of equals the first stays first. */
export function rankMembers(members: readonly ScoredMember[]): GridChoice {
  const rows = members.map(({ label, summary }) => {
    const student = summary.models.find(({ role }) => role === 'student');
    const { mse, mae } = student?.mean ?? {};
    if (!student || typeof mse !== 'number' || typeof mae !== 'number') throw new RangeError(`${label} has no score`);
    return { label, seedCount: student.runs.length, mse, mseSd: student.sd['mse'] ?? null, mae };
  });
  return { split: 'validation', members: rows.sort((left, right) => left.mse - right.mse) };
}
