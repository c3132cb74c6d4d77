import type { EvaluationSummary } from '@tsdistill/contracts';
import type { EvaluateConfig } from '@tsdistill/evaluate';
import type { CombineConfig } from '@tsdistill/forecasting';
import type { IngestConfig } from '@tsdistill/ingest';
import type { SoftTargetsConfig } from '@tsdistill/soft-targets';
import type { DistillationConfig, StudentConfig } from '@tsdistill/student-distill';
import type { TeacherTrainConfig } from '@tsdistill/teacher-train';
import type { z } from 'zod';
import type { ArraySeries } from './write-rows';

/** Settings of section `ingest` that do not say how a file is to be read. */
type RowSettings = Omit<
  z.input<typeof IngestConfig>,
  'files' | 'sha256' | 'query' | 'dialect' | 'timeFormat' | 'timestamp' | 'series'
>;

/** Rows, and how they are split and scaled: the settings of packages/ingest. */
export interface ArrayDataset extends RowSettings {
  /** Names of the columns of every `values`, in their order. */
  readonly columns: readonly string[];
  readonly series: readonly ArraySeries[];
}

/** `model`, `training` and `seed`: the settings of packages/forecasting. */
export type TrainingSettings = z.input<typeof TeacherTrainConfig>;

/** `model` and `training` of the student, its `distillation`, how teachers are combined, and a seed. */
export interface DistilSettings extends z.input<typeof StudentConfig> {
  readonly distillation: z.input<typeof DistillationConfig>;
  readonly combine?: z.input<typeof CombineConfig>;
  readonly seed?: number;
}

/** A `dataset@1` artifact. */
export interface DatasetHandle {
  readonly folder: string;
  /** Forecast origins of each split. */
  readonly originCounts: Readonly<Record<'train' | 'validation' | 'test' | 'future', number>>;
}

/** A `model@1` artifact. */
export interface ModelHandle {
  readonly folder: string;
  readonly parameterCount: number;
  /** Mean loss over the windows of the validation split, standardized, at the best epoch. */
  readonly validationLoss: number;
}

/** Forecasts of every origin, [N, H, C], standardized unless `unit` says raw. */
export interface ForecastArrays {
  readonly series: Int32Array;
  /** Row of the first target, counted inside its series. */
  readonly origin: Int32Array;
  readonly forecast: Float32Array;
  readonly unit: 'raw' | 'standardized';
}

/** A `soft-targets@1` artifact. */
export interface SoftTargetsHandle {
  readonly folder: string;
  /** Reads all of them into memory. */
  read(): ForecastArrays;
}

/** What stands beside each other in an evaluation; students and twins one a seed, in pairs. */
export interface Contest {
  readonly softTargets: readonly SoftTargetsHandle[];
  /** Empty for teachers of which only forecasts exist. */
  readonly teachers?: readonly ModelHandle[];
  readonly students: readonly ModelHandle[];
  readonly twins: readonly ModelHandle[];
  /** How several teachers are one, as the students heard them. */
  readonly combine?: z.input<typeof CombineConfig>;
  readonly settings?: z.input<typeof EvaluateConfig>;
}

/** Everything an evaluation showed, and its closing table as text. */
export interface EvaluationHandle {
  readonly folder: string;
  readonly summary: EvaluationSummary;
  readonly table: string;
}

/** The stages as functions; what they make is kept in one folder until `close`. */
export interface Workbench {
  readonly folder: string;
  /** @throws PipelineError SETTINGS_INVALID, ARRAY_SHAPE, ARRAY_TIME, and those of the stage `ingest` */
  dataset(rows: ArrayDataset): Promise<DatasetHandle>;
  /** Trains a model on the truth alone: a teacher, or a student's twin. @throws PipelineError SETTINGS_INVALID, those of `trainModel` */
  train(dataset: DatasetHandle, settings: TrainingSettings): Promise<ModelHandle>;
  /** The forecasts of a model at every origin. @throws PipelineError SETTINGS_INVALID, those of the stage `soft-targets` */
  softTargets(
    dataset: DatasetHandle,
    teacher: ModelHandle,
    settings?: z.input<typeof SoftTargetsConfig>,
  ): Promise<SoftTargetsHandle>;
  /**
   * Trains a student on truth and soft targets; no teacher is run.
   *
   * @param teacher whose weights the student begins with, for `distillation.model`
   * @throws PipelineError SETTINGS_INVALID, those of the stage
   */
  distil(
    dataset: DatasetHandle,
    softTargets: readonly SoftTargetsHandle[],
    settings: DistilSettings,
    teacher?: ModelHandle,
  ): Promise<ModelHandle>;
  /** Scores all on the same test windows. @throws PipelineError SETTINGS_INVALID, those of the stage `evaluate` */
  evaluate(dataset: DatasetHandle, contest: Contest): Promise<EvaluationHandle>;
  /** Removes the folder, if the workbench made it. */
  close(): void;
}
