import { conformalRank } from './conformal';
import { addTruth, type CellSums, type Coverage, coverageOf, emptySums } from './coverage';
import type { Residuals } from './residuals';
import { createSlidingSample, type SlidingSample } from './sliding-sample';

/** Intervals of one level that follow the newest residuals. */
export interface RollingIntervals {
  /** What they cover on test. */
  readonly coverage: Coverage;
  /** As they stand behind the last test row, standardized, [H, C]: what the next forecast gets. */
  readonly halfWidth: Float32Array;
}

/**
 * Intervals that are calibrated anew at every test origin: on as many residuals as validation has, the newest of validation and test whose
 * truth is known by then. They follow a series that drifts, at the price of a shorter memory.
 *
 * @returns one for each level
 */
export function rollIntervals(
  validation: Residuals,
  test: Residuals,
  levels: readonly number[],
): readonly RollingIntervals[] {
  const { horizon, channelCount } = test;
  const halfWidths = levels.map(() => new Float32Array(horizon * channelCount));
  const sums = levels.map(() => emptySums(horizon * channelCount));
  const origins = ascending(test.madeAt);
  for (let step = 0; step < horizon; step++) {
    const timeline = timelineOf([validation, test], step);
    for (let channel = 0; channel < channelCount; channel++) {
      const cell = step * channelCount + channel;
      const sample = createSlidingSample(countIn(validation, cell));
      let next = 0;
      for (const window of origins) {
        const now = test.madeAt[window] as number;
        for (; next < timeline.length && (timeline[next] as Known).atMs <= now; next++)
          learn(sample, timeline[next] as Known, cell);
        const residual = valueAt(test, window, cell);
        if (Number.isNaN(residual)) continue;
        levels.forEach((level, index) => addTruth(sums[index]?.[cell] as CellSums, residual, boundOf(sample, level)));
      }
      for (; next < timeline.length; next++) learn(sample, timeline[next] as Known, cell);
      halfWidths.forEach((halfWidth, index) => (halfWidth[cell] = boundOf(sample, levels[index] as number)));
    }
  }
  return halfWidths.map((halfWidth, index) => ({ coverage: coverageOf(sums[index] ?? []), halfWidth }));
}

/** A window whose truth of one step is known from a moment on. */
interface Known {
  readonly from: Residuals;
  readonly window: number;
  readonly atMs: number;
}

/** All windows in the order in which the truth of a step became known. */
function timelineOf(all: readonly Residuals[], step: number): readonly Known[] {
  const known = all.flatMap((from) =>
    Array.from({ length: from.windowCount }, (_, window) => ({
      ...{ from, window },
      atMs: from.knownAt[window * from.horizon + step] as number,
    })),
  );
  return known.sort((left, right) => left.atMs - right.atMs);
}

function learn(sample: SlidingSample, { from, window }: Known, cell: number): void {
  const residual = valueAt(from, window, cell);
  if (!Number.isNaN(residual)) sample.add(residual);
}

function boundOf(sample: SlidingSample, level: number): number {
  const rank = conformalRank(sample.count(), level);
  return rank === undefined ? Infinity : sample.at(rank - 1);
}

function countIn(residuals: Residuals, cell: number): number {
  let count = 0;
  for (let window = 0; window < residuals.windowCount; window++)
    if (!Number.isNaN(valueAt(residuals, window, cell))) count += 1;
  return count;
}

function valueAt({ values, horizon, channelCount }: Residuals, window: number, cell: number): number {
  return values[window * horizon * channelCount + cell] as number;
}

function ascending(values: Float64Array): readonly number[] {
  return [...values.keys()].sort((left, right) => (values[left] as number) - (values[right] as number));
}
