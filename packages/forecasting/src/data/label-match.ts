import { type Origins, readOrigins, selectOrigins, type SoftTargets, type Split } from '@tsdistill/contracts';
import { combineTeachers } from './combine-teachers';
import { squaredErrors } from './squared-errors';
import type { WindowData } from './windows';

/**
 * @file Whether a teacher's forecasts of its own train windows are the labels over again.
 *
 * A strong learner forecasts what it was fitted on almost without error. Such soft targets hold nothing that the labels do
 * not hold, so that distilling from them teaches nothing; forecasts made out of fold do.
 */

/** More windows of a split are not read: evenly spread ones tell a factor of ten as well. */
const MOST_WINDOWS = 2048;
/** Of the error on held-out windows: a teacher this much better on its train windows has learnt them by heart. */
const LEAST_RATIO = 0.1;
/** Standardized mse on train windows that is too good where no held-out window is covered. */
const LEAST_MSE = 0.01;
/** Standardized mse on held-out windows below which forecasts were made from the truth, or the data hold no noise at all. */
const TRUTH_MSE = 1e-4;

/** Mean squared errors of a teacher, standardized; null where it covers no window. */
export interface LabelMatch {
  /** Over covered train windows: those it was fitted on (`inSample`) where it names any. */
  readonly train: number | null;
  /** Over covered validation windows, or test windows where it covers no validation window. */
  readonly heldOut: { readonly split: Split; readonly mse: number } | null;
  /** Train is below a tenth of held-out, or below .01 where nothing is held out; or held-out is almost the truth. */
  readonly suspicious: boolean;
}

/** A teacher as warnings speak of it. */
export interface MatchedTeacher {
  readonly name: string;
  /** Its forecasts were made elsewhere. */
  readonly isOutside: boolean;
}

/** Measures a teacher against the labels, one window in memory at a time, at most 2048 windows of a split. */
export function matchLabels(teacher: SoftTargets, data: WindowData): LabelMatch {
  const origins = readOrigins(data.dataset);
  const errorOver = (rows: Int32Array) => meanSquaredError(teacher, data, spread(rows));
  const all = coveredRows(teacher, origins, 'train');
  const fitted = all.filter((row) => teacher.inSample[row] !== 0);
  const train = errorOver(fitted.length > 0 ? fitted : all);
  const [heldOut = null] = (['validation', 'test'] as const).flatMap((split) => {
    const mse = errorOver(coveredRows(teacher, origins, split));
    return mse === null ? [] : [{ split, mse }];
  });
  const limit = heldOut === null ? LEAST_MSE : LEAST_RATIO * heldOut.mse;
  const isTruth = heldOut !== null && heldOut.mse < TRUTH_MSE;
  return { train, heldOut, suspicious: isTruth || (train !== null && train < limit) };
}

/** What a suspicious match means, with its two numbers and what to do. */
export function labelMatchText({ name, isOutside }: MatchedTeacher, { train, heldOut }: LabelMatch): string {
  if (heldOut !== null && heldOut.mse < TRUTH_MSE)
    return (
      `The forecasts of ${name} are almost the truth, for ${heldOut.split} windows too: MSE ${heldOut.mse.toPrecision(3)}, ` +
      'standardized. Were they made from it? Nothing that is compared with them means anything then.'
    );
  const against = heldOut === null ? '' : ` (${heldOut.mse.toPrecision(3)} on ${heldOut.split} windows)`;
  return (
    `The forecasts of ${name} for train windows are almost the labels: MSE ${train?.toPrecision(3)}${against}, ` +
    `standardized. Such soft targets teach little; ${isOutside ? 'forecast each train window with a model that was not fitted on it' : '`soft-targets.folds` of a teacher config makes them out of fold'}.`
  );
}

/** Rows of the teacher that forecast a window of the split, in the order of the windows. */
function coveredRows(teacher: SoftTargets, origins: Origins, split: Split): Int32Array {
  return selectOrigins(origins, split, 0)
    .map((i) => teacher.rowOf(origins.series[i] ?? 0, origins.origin[i] ?? 0))
    .filter((row) => row >= 0);
}

/** At most `MOST_WINDOWS` of the rows, evenly spread. */
function spread(rows: Int32Array): Int32Array {
  const count = Math.min(rows.length, MOST_WINDOWS);
  return Int32Array.from({ length: count }, (_, i) => rows[Math.floor((i * rows.length) / count)] ?? 0);
}

/** Over all observed elements; null when there is none. */
function meanSquaredError(teacher: SoftTargets, data: WindowData, rows: Int32Array): number | null {
  const pick = (from: Int32Array) => rows.map((row) => from[row] ?? 0);
  const keys = { series: pick(teacher.series), origin: pick(teacher.origin) };
  const { sum, count } = squaredErrors(combineTeachers([teacher], 'mean', data).read, data, keys);
  const total = (values: Float64Array) => values.reduce((left, right) => left + right, 0);
  return total(count) === 0 ? null : total(sum) / total(count);
}
