import type { DuckDBConnection } from '@duckdb/node-api';
import type { Source } from '../source/open-sources';
import type { Selection } from '../source/select-columns';
import type { StepCounts } from '../shape/follow-steps';
import type { Findings } from './findings';
import type { LeftOut } from './left-out';
import { type FaultSources, refuseFaults } from './refuse-faults';
import { refuseRejected } from './refuse-rejected';

/** What becomes of that which is wrong with the rows of a source: an error at once, or something that is noted. */
export interface FaultJudge {
  /** Called when all rows of a source were read: cells and rows that its scan has left out. */
  rejected(connection: DuckDBConnection, source: Source, selection: Selection): Promise<void>;
  /** Called with everything that was found so far, at last with the steps that were met. */
  faults(findings: Findings, sources: FaultSources, rowCounts: readonly number[], counts?: StepCounts): Promise<void>;
  /** Of whoever reads on behind rows that cannot be read. */
  readonly leftOut?: LeftOut;
}

/** Throws the gravest fault. */
export const REFUSE: FaultJudge = { rejected: refuseRejected, faults: refuseFaults };
