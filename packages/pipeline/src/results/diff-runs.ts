import { compareResults, whyIncomparable } from './compare-results';
import { pairRuns } from './pair-runs';
import type { ResultDiff } from './render-diff';
import type { FoundResult } from './result-files';

/** Two runs side by side; the differences of their errors have intervals where both lie here and scored the same windows. */
export function diffRuns(title: string, before: FoundResult, now: FoundResult): ResultDiff {
  const warnings = whyIncomparable(before.result, now.result);
  const pairing = pairRuns(before, now, warnings);
  const paired = pairing.kind === 'paired' ? pairing.evaluations.changes : [];
  const changes = compareResults(before.result, now.result, paired);
  return { title, before: before.source, now: now.source, warnings, changes, pairing };
}
