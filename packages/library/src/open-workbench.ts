import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataset, openEvaluation, openModel, openSoftTargets, type StageHost } from '@tsdistill/contracts';
import { EvaluateConfig, runEvaluate } from '@tsdistill/evaluate';
import { CombineConfig } from '@tsdistill/forecasting';
import { IngestConfig, runIngest } from '@tsdistill/ingest';
import { runSoftTargets, SoftTargetsConfig } from '@tsdistill/soft-targets';
import { DistillationConfig, runStudentDistill, StudentConfig } from '@tsdistill/student-distill';
import { runTeacherTrain, TeacherTrainConfig } from '@tsdistill/teacher-train';
import { parseSettings } from './parse-settings';
import { type Listeners, silentHost } from './silent-host';
import type {
  ArrayDataset,
  Contest,
  DatasetHandle,
  DistilSettings,
  EvaluationHandle,
  ForecastArrays,
  ModelHandle,
  Workbench,
} from './workbench';
import { SERIES_COLUMN, TIME_COLUMN, writeRows } from './write-rows';

/** Where artifacts go, and who hears of what happens. */
export interface WorkbenchOptions extends Listeners {
  /** Artifacts stay there; by default they go to a temporary folder that `close` removes. */
  readonly folder?: string;
}

/**
 * Opens a place to train, distil and evaluate in one program, without configs and without Nx.
 *
 * The stages and artifacts are those of the pipeline, so a folder that `folder` names can be looked at with `tsdistill check` and
 * `tsdistill export`. One call at a time: trainings share one native engine.
 */
export function openWorkbench(options: WorkbenchOptions = {}): Workbench {
  const { folder: given, ...listeners } = options;
  const folder = given ?? mkdtempSync(join(tmpdir(), 'tsdistill-'));
  mkdirSync(folder, { recursive: true });
  const host = silentHost(folder, listeners);
  let made = 0;
  const nextFolder = (kind: string) => join(folder, `${String(++made).padStart(3, '0')}-${kind}`);
  return {
    folder,
    dataset: (rows) => ingestArrays(rows, nextFolder('dataset'), host),
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
    distil: async (dataset, softTargets, settings, teacher) => {
      const out = nextFolder('model');
      const heard = { softTargets: foldersOf(softTargets), teacher: teacher?.folder };
      await runStudentDistill(trainingOf(settings), { dataset: dataset.folder, ...heard, out }, host);
      return modelHandle(out);
    },
    evaluate: (dataset, contest) => evaluateContest(dataset, contest, nextFolder('evaluation'), host),
    close: () => {
      if (given === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Arrays become one file of rows, which is gone afterwards whatever happens. */
async function ingestArrays(
  { columns, series, ...settings }: ArrayDataset,
  out: string,
  host: StageHost,
): Promise<DatasetHandle> {
  const file = `${out}.csv`;
  const roles = { timestamp: TIME_COLUMN, ...(series.length > 1 && { series: SERIES_COLUMN }) };
  const config = parseSettings(IngestConfig, { ...settings, files: file, ...roles }, 'dataset');
  try {
    writeRows(file, { columns, series, frequency: config.frequency });
    await runIngest(config, out, host);
  } finally {
    rmSync(file, { force: true });
  }
  return { folder: out, originCounts: openDataset(out).manifest.meta.originCounts };
}

function trainingOf({ distillation, combine, seed = 0, ...student }: DistilSettings) {
  return {
    student: parseSettings(StudentConfig, student, 'distil'),
    distillation: parseSettings(DistillationConfig, distillation, 'distillation'),
    combine: parseSettings(CombineConfig, combine, 'combine'),
    seed,
  };
}

async function evaluateContest(
  dataset: DatasetHandle,
  { softTargets, teachers = [], students, twins, ...given }: Contest,
  out: string,
  host: StageHost,
): Promise<EvaluationHandle> {
  const config = parseSettings(EvaluateConfig, given.settings ?? {}, 'evaluate');
  const combine = parseSettings(CombineConfig, given.combine, 'combine');
  const folders = {
    dataset: dataset.folder,
    softTargets: foldersOf(softTargets),
    teacher: foldersOf(teachers),
    student: foldersOf(students),
    twin: foldersOf(twins),
    out,
  };
  const table = await runEvaluate({ name: 'workbench', config, combine, folders }, host);
  return { folder: out, summary: openEvaluation(out).summary, table };
}

const foldersOf = (handles: readonly { readonly folder: string }[]): string[] => handles.map(({ folder }) => folder);

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
