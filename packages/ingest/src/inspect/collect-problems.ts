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

/** Errors of rows that are in the file, but not among those that are read. */
const LEAVE_OUT = ['CSV_NOT_A_NUMBER', 'CSV_BAD_ROW', 'TIMESTAMP_INVALID'];

export function createCollector(): Collector {
  const problems = new Map<string, PipelineError>();
  let [gaps, duplicateCount] = [{ count: 0, missingRows: 0 }, 0];
  const note = (error: PipelineError) => problems.set(error.code, error);
  /** Rows that cannot be read are left out, and leave gaps, or nothing at all. */
  function followsFromRows(missingRows: number): boolean {
    const counts = LEAVE_OUT.map((code) => (problems.get(code)?.context as { count?: number } | undefined)?.count ?? 0);
    const leftOut = counts.reduce((sum, count) => sum + count, 0);
    return leftOut > 0 && missingRows <= leftOut;
  }
  return {
    judge: {
      async rejected(connection, source, selection) {
        for (const error of await findRejected(connection, source, selection)) note(error);
      },
      async faults(findings, sources, rowCounts, counts) {
        for await (const error of describeFaults(findings, sources, rowCounts, counts)) note(error);
        const gap = findings.all.get('TIMESTAMP_GAP');
        if (gap) gaps = { count: gap.count, missingRows: gap.totalMissing };
        if (followsFromRows(gap?.totalMissing ?? 0)) {
          for (const code of ['TIMESTAMP_GAP', 'CSV_EMPTY']) problems.delete(code);
          gaps = { count: 0, missingRows: 0 };
        }
        duplicateCount = findings.all.get('TIMESTAMP_DUPLICATE')?.count ?? duplicateCount;
      },
    },
    problems: () => [...problems.values()],
    gaps: () => gaps,
    duplicateCount: () => duplicateCount,
  };
}
