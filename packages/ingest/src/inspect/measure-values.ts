import { type ArrowFile, countSteps, type Step, withArrowFile } from '@tsdistill/contracts';
import type { SeriesRead } from '../reading/read-series';
import { findOutliers } from '../scaling/find-outliers';
import { type RangeValues, readRanges } from '../scaling/range-values';
import type { RowRange } from '../splits/split-series';
import { findSeasons } from './find-seasons';
import type { SeasonCandidate } from './inspection';

export interface TargetMeasure {
  readonly min: number;
  readonly max: number;
  readonly missingCount: number;
  readonly outlierCount: number;
}

export interface ValueMeasures {
  /** By target. */
  readonly targets: readonly TargetMeasure[];
  readonly seasons: readonly SeasonCandidate[];
}

/** Series, channels and newest rows that seasons are looked for in. */
const LOOK = { series: 16, channels: 8, rows: 50_000 };

/** Looks at the targets of all series in the rows that were read, whatever is wrong with them. */
export function measureValues(
  { path, series }: Pick<SeriesRead, 'path' | 'series'>,
  width: number,
  step: Step,
): ValueMeasures {
  return withArrowFile(path, (file) => {
    let first = 0;
    const ranges = series.map(({ rowCount }): RowRange => [first, (first += rowCount)]);
    const values = readRanges({ file, name: 'target', width, ranges, isMasked: false });
    const outliers = new Map(findOutliers(values).map(({ channel, count }) => [channel, count]));
    const extremes = measureExtremes(values);
    return {
      targets: extremes.map((extreme, channel) => ({ ...extreme, outlierCount: outliers.get(channel) ?? 0 })),
      seasons: findSeasons(gridValues(file, ranges, width, step), step),
    };
  });
}

function measureExtremes(values: RangeValues): readonly Omit<TargetMeasure, 'outlierCount'>[] {
  const { width, rowCounts } = values;
  const [min, max] = [new Float64Array(width).fill(Infinity), new Float64Array(width).fill(-Infinity)];
  const missing = new Float64Array(width);
  for (const series of rowCounts.keys())
    for (const block of values.blocks(series))
      for (let cell = 0; cell < block.length; cell++) {
        const [channel, value] = [cell % width, block[cell] as number];
        if (Number.isNaN(value)) missing[channel] = (missing[channel] as number) + 1;
        if (!Number.isFinite(value)) continue;
        if (value < (min[channel] as number)) min[channel] = value;
        if (value > (max[channel] as number)) max[channel] = value;
      }
  return [...min].map((least, channel) => ({
    min: least,
    max: max[channel] as number,
    missingCount: missing[channel] as number,
  }));
}

/** Channels of the longest series on their grid, NaN where a row is missing. */
function gridValues(file: ArrowFile, ranges: readonly RowRange[], width: number, step: Step): readonly Float64Array[] {
  const longest = [...ranges].sort(([a, b], [c, d]) => d - c - (b - a)).slice(0, LOOK.series);
  return longest.flatMap(([from, to]) => {
    const count = Math.min(to - from, LOOK.rows);
    const times = new BigInt64Array(count);
    const rows = new Float32Array(count * width);
    file.column('timestamp', { kind: 'timestamp' }).read(to - count, count, times);
    file.column('target', { kind: 'float32-list', width }).read(to - count, count, rows);
    const places = placeRows(Float64Array.from(times, Number), step);
    const length = Math.max(...places) + 1;
    return Array.from({ length: Math.min(width, LOOK.channels) }, (_, channel) => {
      const values = new Float64Array(length).fill(NaN);
      places.forEach((place, row) => {
        if (place >= 0) values[place] = rows[row * width + channel] as number;
      });
      return values;
    });
  });
}

/** Position of each row on the grid from the first one; -1 beside it, and far behind, where a time is wrong. */
function placeRows(times: Float64Array, step: Step): Float64Array {
  const [startMs = NaN] = times;
  const farthest = 4 * times.length;
  return times.map((timeMs, row) => {
    const place = step.kind === 'business-days' ? row : (countSteps(startMs, timeMs, step) ?? -1);
    return place <= farthest ? place : -1;
  });
}
