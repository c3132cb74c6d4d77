import { openStoredForecasts } from '@tsdistill/contracts';
import { CombineConfig, combineTeachers, loadWindowData, type WindowData } from '@tsdistill/forecasting';
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
  const { keys, size, read, close } = openStoredForecasts(evaluation);
  const { models } = evaluation.manifest.meta;
  const teacher = new Float32Array(size);
  const buffers = models.map(() => new Float32Array(size));
  const of = (role: 'student' | 'twin') => buffers.filter((_, model) => models[model]?.role === role);
  const [students, twins] = [of('student'), of('twin')];
  return {
    data,
    count: keys.series.length,
    read: (index) => {
      const [series, origin] = [keys.series[index] ?? 0, keys.origin[index] ?? 0];
      teachers.read(series, origin, teacher, 0);
      buffers.forEach((buffer, model) => read(model, index, buffer));
      const from = ((data.offsets[series] ?? 0) + origin) * dataset.manifest.meta.channels.target.length;
      return {
        ...{ series, origin, teacher, students, twins },
        truth: data.target.subarray(from, from + size),
        ...(data.mask && { observed: data.mask.subarray(from, from + size) }),
      };
    },
    close,
  };
}
