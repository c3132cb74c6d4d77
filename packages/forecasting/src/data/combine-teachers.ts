import { type SoftTargets, standardizeForecast, type WeightShare } from '@tsdistill/contracts';
import type { CombineConfig } from './combine-config';
import type { ReadForecast } from './squared-errors';
import { teacherWeights, weightShares } from './teacher-weights';
import type { WindowData } from './windows';

/** The soft targets of several teachers as one, standardized. */
export interface CombinedTeachers {
  /** Writes the forecast [H, C] at `offset`. @returns false when no teacher covers the window */
  readonly read: ReadForecast;
}

/** The same, with the weight of each. */
export interface WeightedTeachers extends CombinedTeachers {
  /** Of each teacher where it covers a window with all others; equal ones in a mean, of no meaning in a median. */
  readonly shares: readonly WeightShare[];
}

/**
 * Several teachers as one: their mean, their median, or a mean weighted by errors on the validation windows that all of them cover: by
 * 1 / mse (Bates & Granger 1969, without covariances) or by stacking (Breiman 1996). A window that some teachers cover is theirs alone, weights renormalised.
 *
 * Reads the validation split where weights are asked for, one window in memory at a time.
 *
 * @throws PipelineError COMBINE_WITHOUT_VALIDATION when no validation window is covered by all
 */
export function combineTeachers(
  teachers: readonly SoftTargets[],
  combine: CombineConfig,
  data: WindowData,
): WeightedTeachers {
  const { horizon, channels } = data.dataset.manifest.meta;
  const size = horizon * channels.target.length;
  const readers = teachers.map((teacher) => readerOf(teacher, data));
  const rows = readers.map(() => new Float32Array(size));
  const weights = teacherWeights({ teachers, readers }, combine, data);
  return {
    shares: weightShares(weights),
    read: (series, origin, out, offset) => {
      const covering = readers.flatMap((read, k) => (read(series, origin, rows[k] ?? out, 0) ? [k] : []));
      const pick = <Item>(items: readonly Item[]) => covering.flatMap((k) => items[k] ?? []);
      const target = out.subarray(offset, offset + size);
      if (combine === 'median') writeMedian(pick(rows), target);
      else writeMean(pick(rows), pick(weights), target);
      return covering.length > 0;
    },
  };
}

function readerOf(teacher: SoftTargets, { dataset }: WindowData): ReadForecast {
  const { scaler, horizon, channels } = dataset.manifest.meta;
  const size = horizon * channels.target.length;
  return (series, origin, out, offset) => {
    const row = teacher.rowOf(series, origin);
    if (row < 0) return false;
    const forecast = out.subarray(offset, offset + size);
    teacher.readForecast(row, 1, forecast);
    forecast.set(standardizeForecast(forecast, teacher.meta.unit, { scaler, series }));
    return true;
  };
}

function writeMean(rows: readonly Float32Array[], weights: readonly Float64Array[], out: Float32Array): void {
  for (let i = 0; i < out.length; i++) {
    let [sum, total] = [0, 0];
    for (let k = 0; k < rows.length; k++) {
      const weight = weights[k]?.[i] ?? 0;
      sum += weight * (rows[k]?.[i] ?? 0);
      total += weight;
    }
    out[i] = rows.length === 0 ? 0 : sum / total;
  }
}

/** The middle one, or the mean of the middle two. */
function writeMedian(rows: readonly Float32Array[], out: Float32Array): void {
  const sorted = new Float64Array(rows.length);
  const [low, high] = [Math.floor((rows.length - 1) / 2), Math.floor(rows.length / 2)];
  for (let i = 0; i < out.length; i++) {
    for (let k = 0; k < rows.length; k++) {
      const value = rows[k]?.[i] ?? 0;
      let place = k;
      for (; place > 0 && (sorted[place - 1] ?? 0) > value; place--) sorted[place] = sorted[place - 1] ?? 0;
      sorted[place] = value;
    }
    out[i] = rows.length === 0 ? 0 : ((sorted[low] ?? 0) + (sorted[high] ?? 0)) / 2;
  }
}
