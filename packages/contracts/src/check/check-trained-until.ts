import { counted, type Findings } from './findings';
import { parseInstant, type TimeLine } from './time-line';

/** What was fitted on validation or test rows knows what it is judged on. */
export function checkTrainedUntil(
  trainedUntil: string | null,
  { where, timeLine }: { readonly where: string; readonly timeLine: TimeLine | undefined },
  findings: Findings,
): void {
  findings.fact('trained until', trainedUntil ?? 'unknown');
  if (trainedUntil === null)
    return findings.note('trainedUntil is unknown, so nobody can tell whether it saw validation or test rows');
  const until = parseInstant(trainedUntil);
  if (Number.isNaN(until))
    return findings.problem('manifest', where, `trainedUntil: "${trainedUntil}" is no ISO 8601 time`);
  if (!timeLine || until <= timeLine.lastTrainMs) return;
  const { validation, test } = timeLine.rowsSeen(until);
  const seen = `${counted(validation, 'validation row')} and ${counted(test, 'test row')}`;
  const last = new Date(timeLine.lastTrainMs).toISOString();
  findings.problem(
    'leakage',
    where,
    `it was fitted until ${trainedUntil}, on ${seen} behind the last train row, ${last}`,
  );
}
