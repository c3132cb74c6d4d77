/** Moments of some rows, by channel: numbers met, their mean, and the sum of squared deviations from it. */
interface Moments {
  readonly count: Float64Array;
  readonly mean: Float64Array;
  readonly squares: Float64Array;
}

/** Mean and population std (divided by N, not N - 1) of each channel, [C]; the std of a constant is exactly 0. */
export interface MeanAndStd {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/**
 * Takes mean and population std of every channel in float64; NaN is left out.
 *
 * The moments of each block are merged into those of the blocks before it (Chan, Golub and LeVeque 1979), which stays
 * exact where a sum of squares cancels. The sum of one float32 value is exact in float64, so a constant has a std of 0.
 *
 * @param blocks rows, row-major [n, C] each; mean and std of a channel without a number are NaN
 */
export function meanAndStd(blocks: Iterable<Float32Array>, channelCount: number): MeanAndStd {
  const empty = () => new Float64Array(channelCount);
  let all: Moments = { count: empty(), mean: empty(), squares: empty() };
  for (const block of blocks) all = merge(all, momentsOf(block, channelCount));
  const { count, mean, squares } = all;
  return {
    mean: Array.from(mean, (value, channel) => (count[channel] === 0 ? NaN : value)),
    std: Array.from(squares, (sum, channel) => Math.sqrt(sum / (count[channel] ?? 0))),
  };
}

function merge(a: Moments, b: Moments): Moments {
  const count = a.count.map((n, channel) => n + (b.count[channel] ?? 0));
  const share = b.count.map((n, channel) => n / Math.max(1, count[channel] ?? 0));
  const delta = b.mean.map((mean, channel) => mean - (a.mean[channel] ?? 0));
  const at = (values: Float64Array, channel: number) => values[channel] ?? 0;
  return {
    count,
    mean: a.mean.map((mean, channel) => mean + at(delta, channel) * at(share, channel)),
    squares: a.squares.map(
      (sum, channel) =>
        sum + at(b.squares, channel) + at(delta, channel) ** 2 * at(a.count, channel) * at(share, channel),
    ),
  };
}

/** Two passes over a block that is in the cache: the mean first, then the deviations from it. */
function momentsOf(block: Float32Array, width: number): Moments {
  const [count, sum, squares] = [new Float64Array(width), new Float64Array(width), new Float64Array(width)];
  for (let start = 0; start < block.length; start += width) {
    for (let channel = 0; channel < width; channel++) {
      const value = block[start + channel] as number;
      if (Number.isNaN(value)) continue;
      count[channel] = (count[channel] as number) + 1;
      sum[channel] = (sum[channel] as number) + value;
    }
  }
  const mean = sum.map((total, channel) => total / Math.max(1, count[channel] ?? 0));
  for (let start = 0; start < block.length; start += width) {
    for (let channel = 0; channel < width; channel++) {
      const deviation = (block[start + channel] as number) - (mean[channel] as number);
      if (!Number.isNaN(deviation)) squares[channel] = (squares[channel] as number) + deviation * deviation;
    }
  }
  return { count, mean, squares };
}
