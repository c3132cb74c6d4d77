import type { EvaluationSummary as StoredSummary, WeightShare } from '@tsdistill/contracts';
import type { MetricBreakdown, Metrics } from './metrics';
import type { Estimate } from './bootstrap';
import type { PlaceboVerdict } from './judge-placebo';
import type { NonInferiorityOutcome, Retention } from './significance';
import type { Verdict } from './verdict';

/** `member` = one of several teachers; `placebo` = a student of a placebo teacher; `rival` = another student, trained alone. */
export type Role = 'teacher' | 'member' | 'student' | 'twin' | 'placebo' | 'rival' | 'baseline';

/** Everything that one experiment showed on the windows of one split: plain data, fit for JSON. */
export interface EvaluationSummary {
  readonly experiment: string;
  readonly split: 'test' | 'validation';
  readonly horizon: number;
  readonly channels: readonly string[];
  /** Windows with at least one counted element. */
  readonly windowCount: number;
  readonly bootstrap: BootstrapSummary;
  /** Teacher (and each, where it is several), student, twin, placebos, rivals, baselines. */
  readonly models: readonly ModelSummary[];
  /** Student against each other model, by mse and by mae (standardized). */
  readonly comparisons: readonly Comparison[];
  readonly retention: Retention;
  readonly nonInferiority: NonInferiority;
  /** Student against its twin, by mse. */
  readonly verdict: Verdict;
  /** Student against its like of the best placebo, by mse; null without a placebo. */
  readonly placebo: PlaceboVerdict | null;
  readonly honesty: Honesty;
  /** Of students and twins; absent where there was nothing to calibrate on. */
  readonly intervals?: NonNullable<StoredSummary['intervals']>;
  /** What tuning chose; absent where nothing was tuned, or what was chosen is not known. */
  readonly chosen?: NonNullable<StoredSummary['chosen']>;
}

/** What is known of where the models' knowledge comes from. */
export interface Honesty {
  readonly leaks: readonly Leak[];
  /** Names of the models of which nobody knows when they were last fitted. */
  readonly unknown: readonly string[];
  /** A sentence for each teacher whose forecasts of train windows are almost the labels. */
  readonly labelMatches: readonly string[];
}

/** A model that was fitted on validation or test rows, or says so of scored windows. */
export interface Leak {
  readonly role: Exclude<Role, 'member' | 'baseline'>;
  readonly name: string;
  /** ISO 8601. */
  readonly trainedUntil: string | null;
  readonly lastTrainRow: string;
  /** Rows behind `lastTrainRow` up to `trainedUntil`, over all series. */
  readonly rows: { readonly validation: number; readonly test: number };
  /** Scored windows whose soft targets say `inSample`. */
  readonly inSampleWindows: number;
}

export interface BootstrapSummary {
  readonly resamples: number;
  readonly level: number;
  readonly seed: number;
  /** In windows. */
  readonly blockLength: number;
}

/** One row of the closing table, and its runs. */
export interface ModelSummary {
  readonly role: Role;
  readonly name: string;
  /** null for a baseline, and for a teacher whose forecasts were made elsewhere. */
  readonly parameterCount: number | null;
  /** Of its weights. */
  readonly byteCount: number | null;
  /** Its training settings were chosen on validation (`student-tune`), for every seed. */
  readonly tuned: boolean;
  /** Of a `member` that is weighted by its errors on validation. */
  readonly weight?: WeightShare;
  /** Mean and sample standard deviation of the overall metrics over seeds. */
  readonly mean: Metrics;
  readonly sd: Metrics;
  readonly runs: readonly ModelRun[];
}

/** `seed` is null where nothing was drawn: a baseline, forecasts made elsewhere. */
export interface ModelRun extends MetricBreakdown {
  readonly seed: number | null;
}

/** Loss of the student against one reference. */
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

/** Whether the student keeps up with its teacher. */
export interface NonInferiority {
  readonly outcome: NonInferiorityOutcome | 'void';
  readonly margin: number;
  /** Student's mse / teacher's mse - 1. */
  readonly relative: Estimate;
  readonly sentence: string;
}
