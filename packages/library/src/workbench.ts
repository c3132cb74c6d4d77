import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EvaluationSummary, openDataset, openEvaluation, openModel, openSoftTargets } from '@tsdistill/contracts';
import { EvaluateConfig, runEvaluate } from '@tsdistill/evaluate';
import { CombineConfig } from '@tsdistill/forecasting';
import { IngestConfig, runIngest } from '@tsdistill/ingest';
import { runSoftTargets, SoftTargetsConfig } from '@tsdistill/soft-targets';
import { DistillationConfig, runStudentDistill, StudentConfig } from '@tsdistill/student-distill';
import { runTeacherTrain, TeacherTrainConfig } from '@tsdistill/teacher-train';
import type { z } from 'zod';
import { parseSettings } from './parse-settings';
import { type Listeners, silentHost } from './silent-host';
import { type ArraySeries, SERIES_COLUMN, TIME_COLUMN, writeRows } from './write-rows';

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
  /** Trains a student on truth and soft targets; no teacher is loaded. @throws PipelineError SETTINGS_INVALID, those of the stage */
  distil(
    dataset: DatasetHandle,
    softTargets: readonly SoftTargetsHandle[],
    settings: DistilSettings,
  ): Promise<ModelHandle>;
  /** Scores all on the same test windows. @throws PipelineError SETTINGS_INVALID, those of the stage `evaluate` */
  evaluate(dataset: DatasetHandle, contest: Contest): Promise<EvaluationHandle>;
  /** Removes the folder, if the workbench made it. */
  close(): void;
}

/**
 * Opens a place to train, distil and evaluate in one program, without configs and without Nx.
 *
 * The stages and artifacts are those of the pipeline, so a folder that `folder` names can be looked at with `tsdistill check` and
 * `tsdistill export`. One call at a time: trainings share one native engine.
 *
 * @param options.folder where artifacts go and stay; by default a temporary folder that `close` removes
 */
export function openWorkbench({ folder: given, ...listeners }: { folder?: string } & Listeners = {}): Workbench {
  const folder = given ?? mkdtempSync(join(tmpdir(), 'tsdistill-'));
  mkdirSync(folder, { recursive: true });
  const host = silentHost(folder, listeners);
  let made = 0;
  const nextFolder = (kind: string) => join(folder, `${String(++made).padStart(3, '0')}-${kind}`);
  return {
    folder,
    dataset: async ({ columns, series, ...settings }) => {
      const out = nextFolder('dataset');
      const roles = { timestamp: TIME_COLUMN, ...(series.length > 1 && { series: SERIES_COLUMN }) };
      const file = `${out}.csv`;
      const config = parseSettings(IngestConfig, { ...settings, files: file, ...roles }, 'dataset');
      try {
        writeRows(file, { columns, series, frequency: config.frequency });
        await runIngest(config, out, host);
      } finally {
        rmSync(file, { force: true });
      }
      return { folder: out, originCounts: openDataset(out).manifest.meta.originCounts };
    },
    train: async (dataset, settings) => {
      const out = nextFolder('model');
      const config = parseSettings(TeacherTrainConfig, settings, 'train');
      await runTeacherTrain(config, { dataset: dataset.folder, out }, host);
      return modelHandle(out);
    },
    softTargets: async (dataset, teacher, settings = {}) => {
      const out = nextFolder('soft-targets');
      const config = parseSettings(SoftTargetsConfig, settings, 'softTargets');
      await runSoftTargets(config, { dataset: dataset.folder, teacher: teacher.folder, out }, host);
      return { folder: out, read: () => readForecasts(out) };
    },
    distil: async (dataset, softTargets, { distillation, combine, seed = 0, ...student }) => {
      const out = nextFolder('model');
      const training = {
        student: parseSettings(StudentConfig, student, 'distil'),
        distillation: parseSettings(DistillationConfig, distillation, 'distillation'),
        combine: parseSettings(CombineConfig, combine, 'combine'),
        seed,
      };
      const folders = { dataset: dataset.folder, softTargets: softTargets.map((one) => one.folder), out };
      await runStudentDistill(training, folders, host);
      return modelHandle(out);
    },
    evaluate: async (dataset, { teachers = [], settings = {}, combine, ...rest }) => {
      const out = nextFolder('evaluation');
      const config = parseSettings(EvaluateConfig, settings, 'evaluate');
      const paths = (handles: readonly { readonly folder: string }[]) => handles.map((one) => one.folder);
      const folders = {
        dataset: dataset.folder,
        softTargets: paths(rest.softTargets),
        teacher: paths(teachers),
        student: paths(rest.students),
        twin: paths(rest.twins),
        out,
      };
      const combined = parseSettings(CombineConfig, combine, 'combine');
      const table = await runEvaluate({ name: 'workbench', config, combine: combined, folders }, host);
      return { folder: out, summary: openEvaluation(out).summary, table };
    },
    close: () => {
      if (given === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function modelHandle(folder: string): ModelHandle {
  const { manifest, description } = openModel(folder);
  return {
    folder,
    parameterCount: manifest.meta.parameterCount,
    validationLoss: description.provenance.validationLoss,
  };
}

function readForecasts(folder: string): ForecastArrays {
  const softTargets = openSoftTargets(folder);
  try {
    const { series, origin, meta } = softTargets;
    const forecast = new Float32Array(series.length * meta.horizon * meta.channels.length);
    softTargets.readForecast(0, series.length, forecast);
    return { series, origin, forecast, unit: meta.unit };
  } finally {
    softTargets.close();
  }
}
