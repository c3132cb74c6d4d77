import type { ErrorCode, PipelineError } from '@tsdistill/contracts';
import { findRejected } from '../faults/refuse-rejected';
import { describeFaults } from '../faults/refuse-faults';
import type { FaultJudge } from '../faults/fault-judge';
import { createLeftOut } from '../faults/left-out';
import { readLeftOut } from '../faults/read-left-out';
import type { ReadingPlan } from '../plan-reading';

/** Everything that is wrong with the rows of a file, noted instead of thrown. */
export interface Collector {
  readonly judge: FaultJudge;
  /** The last word on each code. */
  problems(): readonly PipelineError[];
  gaps(): { readonly count: number; readonly missingRows: number };
  duplicateCount(): number;
}

/** Errors of rows that are in the file, but not among those that are read. */
const LEAVE_OUT: readonly ErrorCode[] = ['CSV_NOT_A_NUMBER', 'CSV_BAD_ROW', 'TIMESTAMP_INVALID'];

/** @param plan of the rows that are read */
export function createCollector(plan: ReadingPlan): Collector {
  const problems = new Map<string, PipelineError>();
  let [gaps, duplicateCount] = [{ count: 0, missingRows: 0 }, 0];
  const note = (error: PipelineError) => problems.set(error.code, error);
  const leftOut = createLeftOut();
  return {
    judge: {
      leftOut,
      async rejected(connection, source, selection) {
        for (const error of await findRejected(connection, source, selection)) note(error);
        const rows = plan.sources.find((one) => one.source === source);
        if (rows) await readLeftOut(connection, plan, rows, leftOut);
      },
      async faults(findings, sources, rowCounts, counts) {
        for await (const error of describeFaults(findings, sources, rowCounts, counts)) note(error);
        const gap = findings.all.get('TIMESTAMP_GAP');
        if (gap) gaps = { count: gap.count, missingRows: gap.totalMissing };
        // Of a file that holds rows which cannot be read nobody says that it is empty.
        if (LEAVE_OUT.some((code) => problems.has(code))) problems.delete('CSV_EMPTY');
        duplicateCount = findings.all.get('TIMESTAMP_DUPLICATE')?.count ?? duplicateCount;
      },
    },
    problems: () => [...problems.values()],
    gaps: () => gaps,
    duplicateCount: () => duplicateCount,
  };
}
