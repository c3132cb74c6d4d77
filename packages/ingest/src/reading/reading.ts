import type { DuckDBConnection } from '@duckdb/node-api';
import type { StageHost } from '@tsdistill/contracts';
import type { IngestConfig } from '../config';
import type { FaultJudge } from '../faults/fault-judge';
import type { Findings } from '../faults/findings';
import type { ReadingPlan } from '../plan-reading';
import type { Pipeline } from '../shape/build-pipeline';

/** What is read, how, and who watches. */
export interface Reading {
  readonly connection: DuckDBConnection;
  readonly plan: ReadingPlan;
  readonly config: IngestConfig;
  readonly host: StageHost;
  /** What becomes of faults; by default the gravest is thrown. */
  readonly judge?: FaultJudge;
}

/** All rows, behind the last sink. */
export interface RowsRead {
  readonly pipeline: Pipeline;
  readonly findings: Findings;
  /** By source. */
  readonly rowCounts: readonly number[];
}

/** The one series of data without a column for it has no name of its own. */
export const SERIES_ID = 'main';

export function recordUnnamed(sourceRow: number, count: number, findings: Findings): void {
  findings.record('SERIES_UNNAMED', { series: '', sourceRow, timeMs: NaN }, count);
}
