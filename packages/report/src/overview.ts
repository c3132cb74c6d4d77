import type { EvaluationSummary, GridChoice, LatencyByModel } from '@tsdistill/contracts';

/** What the overview says of one experiment, before it is laid out. */
export interface OverviewRow {
  readonly summary: EvaluationSummary;
  readonly latency: LatencyByModel;
  /** Absent where the experiment is no grid. */
  readonly grid?: GridChoice;
}

/** Address of an experiment's page; null where it has none. */
export type LinkTo = (experiment: string) => string | null;
