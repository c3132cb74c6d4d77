import type { EvaluationSummary, LatencyByModel } from '@tsdistill/contracts';
import type { DataCard } from './facts/data-card';
import type { Training } from './facts/model-group';
import type { Provenance } from './facts/provenance';
import type { StageFacts } from './facts/stage-facts';
import type { Findings } from './findings/examine-forecasts';

/** Everything that a page says of one experiment, before it is laid out. */
export interface Report {
  readonly summary: EvaluationSummary;
  readonly latency: LatencyByModel;
  readonly trainings: readonly Training[];
  readonly findings: Findings;
  readonly data: DataCard;
  readonly stages: readonly StageFacts[];
  /** Title → JSON text. */
  readonly configs: Readonly<Record<string, string>>;
  readonly provenance: Provenance;
}
