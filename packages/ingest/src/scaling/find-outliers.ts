import { quantileOf } from './quantiles';
import type { RangeValues } from './range-values';

/**
 * Robust deviations from the median beyond which a value is reported.
 *
 * The 3.5 of Iglewicz and Hoaglin (1993) finds one value in 25 of exponentially distributed ones, this one in 2,500: what it finds should be worth
 * a look.
 */
export const OUTLIER_Z = 10;

/** Outliers of one channel over all series; `z` is the robust deviation of the farthest. */
export interface OutlierReport {
  readonly channel: number;
  readonly count: number;
  readonly series: number;
  /** Row in the range of the series. */
  readonly row: number;
  readonly value: number;
  readonly z: number;
}

/** Rows of which median and spread are taken, evenly spaced: at most so many of all series, and so many and so few of one. */
const SAMPLE = { all: 1 << 20, most: 10_000, fewest: 100 };

interface Level {
  readonly median: number;
  readonly spread: number;
}

/**
 * Counts values far from the median of their series and channel, in median absolute deviations scaled to a standard deviation (1.4826), or
 * in mean absolute deviations (1.2533) where more than half of the values are equal.
 *
 * @param values train rows: what a model learns from
 * @returns channels with outliers, the most first
 */
export function findOutliers(values: RangeValues): readonly OutlierReport[] {
  const { width, rowCounts } = values;
  const reports = new Map<number, OutlierReport>();
  const most = Math.min(SAMPLE.most, Math.max(SAMPLE.fewest, Math.floor(SAMPLE.all / rowCounts.length)));
  for (const [series, rowCount] of rowCounts.entries()) {
    const levels = levelsOf(values.blocks(series), width, Math.ceil(rowCount / most));
    let firstCell = 0;
    for (const block of values.blocks(series)) {
      for (let cell = 0; cell < block.length; cell++) {
        const channel = cell % width;
        const level = levels[channel] as Level;
        const value = block[cell] as number;
        const z = Math.abs(value - level.median) / level.spread;
        if (!(z > OUTLIER_Z)) continue;
        const former = reports.get(channel);
        const place = { channel, series, row: Math.floor((firstCell + cell) / width), value, z };
        reports.set(channel, { ...(former && former.z >= z ? former : place), count: (former?.count ?? 0) + 1 });
      }
      firstCell += block.length;
    }
  }
  return [...reports.values()].sort((a, b) => b.count - a.count || a.channel - b.channel);
}

/** Median and spread of each channel over every `stride`-th row; the spread of a constant is infinite: nothing is far from it. */
function levelsOf(blocks: Iterable<Float32Array>, width: number, stride: number): readonly Level[] {
  const columns = Array.from({ length: width }, (): number[] => []);
  let row = 0;
  for (const block of blocks)
    for (let start = 0; start < block.length; start += width, row++)
      if (row % stride === 0)
        columns.forEach((column, channel) => {
          const value = block[start + channel] as number;
          if (!Number.isNaN(value)) column.push(value);
        });
  return columns.map(levelOf);
}

function levelOf(column: readonly number[]): Level {
  const median = quantileOf(Float32Array.from(column).sort(), 0.5);
  const distances = Float32Array.from(column, (value) => Math.abs(value - median)).sort();
  const mean = distances.reduce((sum, value) => sum + value, 0) / distances.length;
  return { median, spread: 1.4826 * quantileOf(distances, 0.5) || 1.2533 * mean || Infinity };
}
