import type { DatasetMeta } from '@tsdistill/contracts';
import type { MissingPolicy, ShortPolicy } from './policy-config';
import type { RewriteReport } from './tally';

export type PolicyCounts = DatasetMeta['policies'];

export interface PolicyFacts {
  readonly missing: MissingPolicy;
  readonly short: ShortPolicy;
  readonly report: Pick<RewriteReport, 'filled' | 'held' | 'padded'>;
  /** Rows put into gaps of the series that were kept. */
  readonly gapRows: number;
  /** Series left out. */
  readonly droppedMissing: number;
  readonly droppedShort: number;
}

/**
 * What the policies did, for the manifest and the log; one that touched nothing is left out.
 *
 * Counts are values (`missing`, `missing-past`, `missing-known`; of these `hold` says how many `linear` held at the end of a split), rows
 * (`gap`, `short` with `pad`) or series (`drop-series`, `short` with `drop`).
 */
export function countPolicies(facts: PolicyFacts): PolicyCounts {
  const { missing, short, report, gapRows, droppedMissing, droppedShort } = facts;
  return [
    { name: 'gap', action: missing, count: gapRows },
    { name: 'missing', action: missing, count: report.filled.target + droppedMissing },
    { name: 'missing-past', action: missing, count: report.filled.past },
    { name: 'missing-known', action: missing, count: report.filled.known },
    { name: 'missing', action: 'hold', count: report.held },
    { name: 'short', action: short, count: report.padded + droppedShort },
  ].filter(({ count }) => count > 0);
}
