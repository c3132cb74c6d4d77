import type { Scaler } from '@tsdistill/contracts';

/** Moments of some rows: their number and, per channel, mean and sum of squared deviations from it. */
interface Moments {
  readonly count: number;
  readonly mean: Float64Array;
  readonly squares: Float64Array;
}

/** Mean and population std (divided by N, not N - 1) of each channel, [C]; the std of a constant is exactly 0. */
export interface Statistics {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/**
 * Takes mean and population std of every channel in float64.
 *
 * The moments of each block are merged into those of the blocks before it (Chan, Golub and LeVeque 1979), which stays
 * exact where a sum of squares cancels. The sum of one float32 value is exact in float64, so a constant has a std of 0.
 *
 * @param blocks rows, row-major [n, C] each; at least one row in all
 */
export function takeStatistics(blocks: Iterable<Float32Array>, channelCount: number): Statistics {
  let all: Moments = { count: 0, mean: new Float64Array(channelCount), squares: new Float64Array(channelCount) };
  for (const block of blocks) all = merge(all, momentsOf(block, channelCount));
  return { mean: Array.from(all.mean), std: Array.from(all.squares, (sum) => Math.sqrt(sum / all.count)) };
}

/** `standardized = (raw - mean) / std`; a constant channel gets the scale 1. */
export function standardScaler({ mean, std }: Statistics): Scaler {
  return { kind: 'standard', scope: 'global', shift: [mean], scale: [std.map((value) => (value > 0 ? value : 1))] };
}

/** The scaler that changes nothing. */
export function identityScaler(channelCount: number): Scaler {
  const row = (value: number) => [new Array<number>(channelCount).fill(value)];
  return { kind: 'none', scope: 'global', shift: row(0), scale: row(1) };
}

function merge(a: Moments, b: Moments): Moments {
  const count = a.count + b.count;
  const delta = b.mean.map((mean, channel) => mean - (a.mean[channel] ?? 0));
  return {
    count,
    mean: a.mean.map((mean, channel) => mean + (delta[channel] ?? 0) * (b.count / count)),
    squares: a.squares.map((sum, channel) => {
      return sum + (b.squares[channel] ?? 0) + (delta[channel] ?? 0) ** 2 * (a.count / count) * b.count;
    }),
  };
}

/** Two passes over a block that is in the cache: the mean first, then the deviations from it. */
function momentsOf(block: Float32Array, channelCount: number): Moments {
  const count = block.length / channelCount;
  const sums = sumColumns(block, new Float64Array(channelCount), (value) => value);
  const mean = sums.map((sum) => sum / count);
  return { count, mean, squares: sumColumns(block, mean, (difference) => difference * difference) };
}

/** Sum over the rows of `of(value - centre)`, per channel. */
function sumColumns(block: Float32Array, centre: Float64Array, of: (difference: number) => number): Float64Array {
  const sums = new Float64Array(centre.length);
  for (let start = 0; start < block.length; start += sums.length) {
    for (let channel = 0; channel < sums.length; channel++) {
      sums[channel] = (sums[channel] as number) + of((block[start + channel] as number) - (centre[channel] as number));
    }
  }
  return sums;
}
