import type { PipelineError } from '@tsdistill/contracts';
import { findRejected } from '../faults/refuse-rejected';
import { describeFaults } from '../faults/refuse-faults';
import type { FaultJudge } from '../faults/fault-judge';

/** Everything that is wrong with the rows of a file, noted instead of thrown. */
export interface Collector {
  readonly judge: FaultJudge;
  /** The last word on each code. */
  problems(): readonly PipelineError[];
  gaps(): { readonly count: number; readonly missingRows: number };
  duplicateCount(): number;
}

export function createCollector(): Collector {
  const problems = new Map<string, PipelineError>();
  let [gaps, duplicateCount] = [{ count: 0, missingRows: 0 }, 0];
  const note = (error: PipelineError) => problems.set(error.code, error);
  return {
    judge: {
      async rejected(connection, source) {
        for (const error of await findRejected(connection, source)) note(error);
      },
      async faults(findings, sources, rowCounts, counts) {
        for await (const error of describeFaults(findings, sources, rowCounts, counts)) note(error);
        const gap = findings.all.get('TIMESTAMP_GAP');
        if (gap) gaps = { count: gap.count, missingRows: gap.totalMissing };
        duplicateCount = findings.all.get('TIMESTAMP_DUPLICATE')?.count ?? duplicateCount;
      },
    },
    problems: () => [...problems.values()],
    gaps: () => gaps,
    duplicateCount: () => duplicateCount,
  };
}
