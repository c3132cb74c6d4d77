import { autocorrelation } from './autocorrelation';
import type { ScoredWindow } from './scored-windows';

/** Forecast - truth, standardized. */
export interface Residuals {
  /** Middles of the bins, and the share of elements in each; what lies outside counts in the outermost. */
  readonly bins: readonly { readonly middle: number; readonly student: number; readonly teacher: number }[];
  readonly student: { readonly mean: number; readonly sd: number };
  readonly teacher: { readonly mean: number; readonly sd: number };
  /** Of the first step's residuals over consecutive origins, lags 1, 2, … in origins, mean over channels; empty when too few. */
  readonly autocorrelation: { readonly student: readonly number[]; readonly teacher: readonly number[] };
}

const BIN_WIDTH = 0.05;
/** Bins on each side of 0. */
const SIDE = 30;

interface Moments {
  count: number;
  sum: number;
  squares: number;
  readonly bins: Float64Array;
}

/** Collects the residuals of the student (each element once for each seed) and of the teacher. */
export function createResiduals(windowCount: number, channelCount: number, maxLag: number) {
  const [student, teacher] = [emptyMoments(), emptyMoments()];
  const first = { student: empty(windowCount * channelCount), teacher: empty(windowCount * channelCount) };
  const [series, origin] = [new Int32Array(windowCount), new Int32Array(windowCount)];
  let added = 0;
  return {
    add(window: ScoredWindow): void {
      const { truth, observed, students, teacher: said } = window;
      for (let i = 0; i < truth.length; i++) {
        if (observed?.[i] === 0) continue;
        const y = truth[i] ?? NaN;
        addResidual(teacher, (said[i] ?? NaN) - y);
        for (const forecast of students) addResidual(student, (forecast[i] ?? NaN) - y);
        if (i >= channelCount) continue;
        first.teacher[added * channelCount + i] = (said[i] ?? NaN) - y;
        first.student[added * channelCount + i] = meanOf(students, i) - y;
      }
      series[added] = window.series;
      origin[added] = window.origin;
      added += 1;
    },
    result(): Residuals {
      const lags = (values: Float32Array) => autocorrelation({ values, channelCount, series, origin }, maxLag);
      return {
        bins: Array.from({ length: 2 * SIDE + 1 }, (_, bin) => ({
          middle: Number(((bin - SIDE) * BIN_WIDTH).toFixed(2)),
          student: (student.bins[bin] ?? 0) / student.count,
          teacher: (teacher.bins[bin] ?? 0) / teacher.count,
        })),
        student: describe(student),
        teacher: describe(teacher),
        autocorrelation: { student: lags(first.student), teacher: lags(first.teacher) },
      };
    },
  };
}

/** Not a number = not observed. */
const empty = (length: number) => new Float32Array(length).fill(NaN);
const emptyMoments = (): Moments => ({ count: 0, sum: 0, squares: 0, bins: new Float64Array(2 * SIDE + 1) });

function addResidual(moments: Moments, residual: number): void {
  moments.count += 1;
  moments.sum += residual;
  moments.squares += residual * residual;
  const bin = Math.min(2 * SIDE, Math.max(0, Math.round(residual / BIN_WIDTH) + SIDE));
  moments.bins[bin] = (moments.bins[bin] ?? 0) + 1;
}

function describe({ count, sum, squares }: Moments) {
  const mean = sum / count;
  return { mean, sd: Math.sqrt(Math.max(0, squares / count - mean * mean)) };
}

function meanOf(forecasts: readonly Float32Array[], i: number): number {
  return forecasts.reduce((sum, forecast) => sum + (forecast[i] ?? NaN), 0) / forecasts.length;
}
