import { PipelineError } from '@tsdistill/contracts';
import { type WindowData, type Windows, windowsAt } from './windows';

/** One of `count` time folds of the train windows; `index` counts from 0. */
export interface Fold {
  readonly index: number;
  readonly count: number;
}

/** First and last target moment of every window, ms since 1970 UTC, [N]. */
export interface TargetSpans {
  readonly first: Float64Array;
  readonly last: Float64Array;
}

/** Indices of windows: those of the fold, and those that share no target moment with them. */
export interface FoldSplit {
  readonly held: Int32Array;
  readonly rest: Int32Array;
}

/**
 * Splits train windows by time: a fold is a contiguous block of first target moments, the same for all series.
 *
 * The blocks hold about equally many windows; windows of one moment stay together. A window in neither part is purged: its
 * target rows reach into the time between the first and the last target row of the fold, in its own or another series.
 * Lookbacks are not purged: a window of `rest` may *read* rows of the fold as its past, but is never fitted to them.
 */
export function foldOrigins({ first, last }: TargetSpans, { index, count }: Fold): FoldSplit {
  const sorted = first.slice().sort();
  const border = (fold: number) => sorted[Math.floor((fold * sorted.length) / count)] ?? Infinity;
  const [from, to] = [border(index), border(index + 1)];
  const all = Int32Array.from(first.keys());
  const held = all.filter((i) => at(first, i) >= from && at(first, i) < to);
  const until = held.reduce((latest, i) => Math.max(latest, at(last, i)), -Infinity);
  return { held, rest: all.filter((i) => at(last, i) < from || at(first, i) > until) };
}

/**
 * The windows of one fold and those that its teacher may be fitted to.
 *
 * @param train windows of the train split, with the teacher's lookback: it decides where the folds begin
 * @throws PipelineError FOLD_TOO_SMALL unless both parts have a window
 */
export function foldWindows(data: WindowData, train: Windows, fold: Fold): { held: Windows; rest: Windows } {
  const { held, rest } = foldOrigins(targetSpans(data, train), fold);
  const { lookback, horizon, count: windowCount } = train;
  if (held.length === 0 || rest.length === 0)
    throw new PipelineError('FOLD_TOO_SMALL', {
      fold: fold.index,
      folds: fold.count,
      ...{ held: held.length, rest: rest.length, windowCount, lookback, horizon },
    });
  const pick = (chosen: Int32Array, from: Int32Array) => chosen.map((i) => from[i] ?? 0);
  const windows = (chosen: Int32Array) =>
    windowsAt(data, { series: pick(chosen, train.series), origin: pick(chosen, train.origin) }, lookback);
  return { held: windows(held), rest: windows(rest) };
}

/** Moment of the last row that these windows are fitted to, ISO 8601. */
export function fittedUntil(data: WindowData, windows: Windows): string {
  const latest = targetSpans(data, windows).last.reduce((left, right) => Math.max(left, right), -Infinity);
  return new Date(latest).toISOString();
}

function targetSpans({ timestamp, offsets }: WindowData, { series, origin, horizon }: Windows): TargetSpans {
  const momentAt = (step: number) =>
    Float64Array.from(origin, (row, i) => Number(timestamp[(offsets[series[i] ?? 0] ?? 0) + row + step]));
  return { first: momentAt(0), last: momentAt(horizon - 1) };
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? NaN;
}
