import { artifactFile, ArrowFile, type Evaluation, forecastColumns, PipelineError } from '@tsdistill/contracts';
import {
  CombineConfig,
  combineTeachers,
  loadWindowData,
  type OriginKeys,
  type WindowData,
} from '@tsdistill/forecasting';
import type { ReportInputs } from '../open-report-inputs';

/** One scored window: all arrays are [H·C], standardized, and are used again for the next one. */
export interface ScoredWindow {
  readonly series: number;
  /** First target row inside the series. */
  readonly origin: number;
  readonly truth: Float32Array;
  /** 1 = counts; absent when all of it does. */
  readonly observed?: Uint8Array;
  readonly teacher: Float32Array;
  /** One for each seed. */
  readonly students: readonly Float32Array[];
  readonly twins: readonly Float32Array[];
}

/** The windows of an evaluation with all forecasts of them, read one by one; close them when done. */
export interface ScoredWindows {
  readonly data: WindowData;
  readonly count: number;
  read(index: number): ScoredWindow;
  close(): void;
}

/** @throws PipelineError ARTIFACT_INVALID when the models of `forecasts.arrow` forecast different windows */
export function openScoredWindows({ dataset, evaluation, softTargets }: ReportInputs): ScoredWindows {
  const data = loadWindowData(dataset);
  const combine = CombineConfig.parse(evaluation.manifest.config['combine']);
  const teachers = combineTeachers(softTargets, combine, data);
  const forecasts = openForecasts(evaluation);
  const { keys, size } = forecasts;
  const teacher = new Float32Array(size);
  return {
    data,
    count: keys.series.length,
    read: (index) => {
      const [series, origin] = [keys.series[index] ?? 0, keys.origin[index] ?? 0];
      teachers.read(series, origin, teacher, 0);
      const from = ((data.offsets[series] ?? 0) + origin) * dataset.manifest.meta.channels.target.length;
      return {
        ...{ series, origin, teacher },
        truth: data.target.subarray(from, from + size),
        ...(data.mask && { observed: data.mask.subarray(from, from + size) }),
        ...forecasts.read(index),
      };
    },
    close: forecasts.close,
  };
}

interface StoredForecasts {
  readonly keys: OriginKeys;
  readonly size: number;
  read(index: number): Pick<ScoredWindow, 'students' | 'twins'>;
  close(): void;
}

function openForecasts(evaluation: Evaluation): StoredForecasts {
  const path = artifactFile(evaluation, 'forecasts.arrow');
  const { meta } = evaluation.manifest;
  const columns = forecastColumns(meta);
  const file = new ArrowFile(path);
  try {
    const [series, origin] = [
      file.column('series', columns.series).readAll(),
      file.column('origin', columns.origin).readAll(),
    ];
    const rows = rowsByModel(file.column('model', columns.model).readAll(), meta.models.length);
    const keysOf = (model: number): OriginKeys => ({
      series: Int32Array.from(rows[model] ?? [], (row) => series[row] ?? 0),
      origin: Int32Array.from(rows[model] ?? [], (row) => origin[row] ?? 0),
    });
    const keys = keysOf(0);
    rows.forEach((_, model) => refuseOtherWindows(path, keys, keysOf(model), model));
    const column = file.column('forecast', columns.forecast);
    const { width: size } = columns.forecast;
    const buffers = meta.models.map(() => new Float32Array(size));
    const of = (role: 'student' | 'twin') => buffers.filter((_, model) => meta.models[model]?.role === role);
    const [students, twins] = [of('student'), of('twin')];
    return {
      keys,
      size,
      read: (index) => {
        buffers.forEach((buffer, model) => column.read(rows[model]?.[index] ?? -1, 1, buffer));
        return { students, twins };
      },
      close: () => file.close(),
    };
  } catch (error) {
    file.close();
    throw error;
  }
}

/** Rows of each model, in stored order. */
function rowsByModel(models: Int32Array, modelCount: number): readonly number[][] {
  const rows = Array.from({ length: modelCount }, (): number[] => []);
  models.forEach((model, row) => rows[model]?.push(row));
  return rows;
}

function refuseOtherWindows(file: string, expected: OriginKeys, found: OriginKeys, model: number): void {
  const differs = (name: 'series' | 'origin') =>
    found[name].length !== expected[name].length || found[name].some((value, i) => value !== expected[name][i]);
  if (!differs('series') && !differs('origin')) return;
  throw new PipelineError('ARTIFACT_INVALID', { file, problem: `model ${model} forecasts other windows than model 0` });
}
