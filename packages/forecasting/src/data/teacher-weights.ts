import { PipelineError, type SoftTargets, type WeightShare } from '@tsdistill/contracts';
import type { CombineConfig } from './combine-config';
import { groupedErrors, type ReadForecast, squaredErrors, validationKeys } from './squared-errors';
import { stackWeights } from './stack-weights';
import { type OriginKeys, pickKeys, type WindowData } from './windows';

/** Least mse that a weight is made of: a teacher without any error would get an infinite one. */
const LEAST_MSE = 1e-12;
/** Of a teacher that stacking does without: windows that it alone covers are its own. */
const LEAST_WEIGHT = 1e-9;

/** Teachers, and what reads the forecasts of each. */
export interface HeardTeachers {
  readonly teachers: readonly SoftTargets[];
  readonly readers: readonly ReadForecast[];
}

/**
 * Weight of every element of a window, [H·C] for each teacher; only their ratios matter.
 *
 * @throws PipelineError COMBINE_WITHOUT_VALIDATION
 */
export function teacherWeights(
  { teachers, readers }: HeardTeachers,
  combine: CombineConfig,
  data: WindowData,
): readonly Float64Array[] {
  const { horizon, channels } = data.dataset.manifest.meta;
  const size = horizon * channels.target.length;
  if (typeof combine === 'string' || readers.length === 1) return readers.map(() => new Float64Array(size).fill(1));
  const keys = commonKeys(teachers, data);
  const errorsOf = (read: ReadForecast) =>
    groupedErrors(squaredErrors(read, data, keys), combine.per, channels.target.length);
  return combine.by === 'stacking' ? stackedWeights(readers, size, errorsOf) : readers.map(errorsOf).map(inverse);
}

/**
 * What each teacher has of the weights of all, over the elements of a window: 0 where stacking does without it. There may be more elements
 * than a call takes arguments.
 */
export function weightShares(weights: readonly Float64Array[]): readonly WeightShare[] {
  const totals = weights[0]?.map((_, i) => weights.reduce((sum, of) => sum + (of[i] ?? 0), 0)) ?? [];
  return weights.map((of) => {
    let [sum, least, most] = [0, Infinity, -Infinity];
    of.forEach((weight, i) => {
      const part = weight / (totals[i] ?? NaN);
      const share = part > LEAST_WEIGHT ? part : 0;
      sum += share;
      least = Math.min(least, share);
      most = Math.max(most, share);
    });
    return { mean: sum / of.length, least, most };
  });
}

function inverse(errors: Float64Array): Float64Array {
  // Without one observed value, all teachers are equally unknown.
  return errors.map((mse) => (Number.isNaN(mse) ? 1 : 1 / Math.max(mse, LEAST_MSE)));
}

/** Asks the windows once for each teacher and once for each two of them. */
function stackedWeights(
  readers: readonly ReadForecast[],
  size: number,
  errorsOf: (read: ReadForecast) => Float64Array,
): readonly Float64Array[] {
  const errors = readers.map(errorsOf);
  const ofTwo = readers.map((one, j) => readers.slice(0, j).map((other) => errorsOf(meanOfTwo(one, other, size))));
  const at = (j: number, i: number) => errors[j]?.[i] ?? NaN;
  // The squared error of a mean of two holds a quarter of both squares and half of their product.
  const productAt = (j: number, k: number, i: number): number =>
    j === k ? at(j, i) : 2 * (ofTwo[Math.max(j, k)]?.[Math.min(j, k)]?.[i] ?? NaN) - (at(j, i) + at(k, i)) / 2;
  const weights = readers.map(() => new Float64Array(size));
  for (let i = 0; i < size; i++) {
    const products = readers.map((_, j) => readers.map((_, k) => productAt(j, k, i)));
    stackWeights(products).forEach((weight, k) => weights[k]?.fill(Math.max(weight, LEAST_WEIGHT), i, i + 1));
  }
  return weights;
}

function meanOfTwo(one: ReadForecast, other: ReadForecast, size: number): ReadForecast {
  const second = new Float32Array(size);
  return (series, origin, out, offset) => {
    if (!one(series, origin, out, offset) || !other(series, origin, second, 0)) return false;
    for (let i = 0; i < size; i++) out[offset + i] = ((out[offset + i] ?? NaN) + (second[i] ?? NaN)) / 2;
    return true;
  };
}

/** Keys of the validation windows that all teachers cover. @throws PipelineError COMBINE_WITHOUT_VALIDATION */
function commonKeys(teachers: readonly SoftTargets[], data: WindowData): OriginKeys {
  const keys = validationKeys(data);
  const isCovered = (teacher: SoftTargets, i: number) => teacher.rowOf(keys.series[i] ?? 0, keys.origin[i] ?? 0) >= 0;
  const indices = [...keys.series.keys()];
  const common = indices.filter((i) => teachers.every((teacher) => isCovered(teacher, i)));
  if (common.length === 0) {
    const coverage = teachers.map((teacher) => ({
      folder: teacher.artifact.folder,
      covered: indices.filter((i) => isCovered(teacher, i)).length,
    }));
    const least = coverage.reduce((a, b) => (b.covered < a.covered ? b : a));
    throw new PipelineError('COMBINE_WITHOUT_VALIDATION', { ...least, windowCount: indices.length });
  }
  return pickKeys(keys, common);
}
