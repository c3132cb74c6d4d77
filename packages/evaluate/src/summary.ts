import type { MetricBreakdown, Metrics } from './metrics';
import type { Estimate } from './bootstrap';
import type { NonInferiorityOutcome, Retention } from './significance';
import type { Verdict } from './verdict';

export type Role = 'teacher' | 'student' | 'twin' | 'baseline';

/** Everything that one experiment showed on its test windows: plain data, fit for JSON. */
export interface EvaluationSummary {
  readonly experiment: string;
  readonly horizon: number;
  readonly channels: readonly string[];
  /** Test windows with at least one counted element. */
  readonly windowCount: number;
  readonly bootstrap: BootstrapSummary;
  /** Teacher, student, twin, baselines. */
  readonly models: readonly ModelSummary[];
  /** Student against each other model, by mse and by mae (standardized). */
  readonly comparisons: readonly Comparison[];
  readonly retention: Retention;
  readonly nonInferiority: NonInferiority;
  /** Student against its twin, by mse. */
  readonly verdict: Verdict;
}

export interface BootstrapSummary {
  readonly resamples: number;
  readonly level: number;
  readonly seed: number;
  /** In windows. */
  readonly blockLength: number;
}

export interface ModelSummary {
  readonly role: Role;
  readonly name: string;
  /** null for a baseline, and for a teacher whose forecasts were made elsewhere. */
  readonly parameterCount: number | null;
  /** Of its weights. */
  readonly byteCount: number | null;
  /** Mean and sample standard deviation of the overall metrics over seeds. */
  readonly mean: Metrics;
  readonly sd: Metrics;
  readonly runs: readonly ModelRun[];
}

/** `seed` is null where nothing was drawn: a baseline, forecasts made elsewhere. */
export interface ModelRun extends MetricBreakdown {
  readonly seed: number | null;
}

export interface Comparison {
  readonly reference: string;
  readonly role: Exclude<Role, 'student'>;
  readonly metric: 'mse' | 'mae';
  /** student - reference. */
  readonly difference: Estimate;
  /** student / reference - 1. */
  readonly relative: Estimate;
  /** The same two for each seed of the student, against the same seed of a reference that has it, else against its mean. */
  readonly seeds: readonly SeedDifference[];
}

export interface SeedDifference {
  readonly seed: number | null;
  readonly difference: number;
  readonly relative: number;
}

export interface NonInferiority {
  readonly outcome: NonInferiorityOutcome;
  readonly margin: number;
  /** Student's mse / teacher's mse - 1. */
  readonly relative: Estimate;
  readonly sentence: string;
}
