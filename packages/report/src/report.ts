import type { EvaluationSummary, LatencyByModel } from '@tsdistill/contracts';
import type { BacktestFacts } from './facts/backtest-facts';
import type { DataCard } from './facts/data-card';
import type { Training } from './facts/model-group';
import type { Provenance } from './facts/provenance';
import type { StageFacts } from './facts/stage-facts';
import type { Findings } from './findings/examine-forecasts';

/** What an evaluation says, and how its models were trained. */
export interface EvaluatedRun {
  readonly summary: EvaluationSummary;
  readonly latency: LatencyByModel;
  readonly trainings: readonly Training[];
}

/** Everything that a page says of one experiment, before it is laid out. */
export interface Report extends EvaluatedRun {
  /** A run on the same windows that is laid over this one; null without. */
  readonly beside: EvaluatedRun | null;
  readonly findings: Findings;
  /** null where none was made. */
  readonly backtest: BacktestFacts | null;
  readonly data: DataCard;
  readonly stages: readonly StageFacts[];
  /** Title → JSON text. */
  readonly configs: Readonly<Record<string, string>>;
  readonly provenance: Provenance;
}
