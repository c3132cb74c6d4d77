/** One value a window and channel, [N·C]; NaN = missing. Windows of one series stand one after the other. */
export interface OriginValues {
  readonly values: Float32Array;
  readonly channelCount: number;
  /** Series and first target row of each window, [N]. */
  readonly series: Int32Array;
  readonly origin: Int32Array;
}

/** Fewer pairs say nothing about a lag. */
const LEAST_PAIRS = 30;

/**
 * Sample autocorrelation at lags 1 … `maxLag`, counted in windows, of each channel around its own mean, then the mean over channels
 * weighted by their variance. Pairs must be of one series and as far apart in rows as their lag says, so that a gap makes none.
 *
 * @returns one value a lag, as far as there are enough pairs
 */
export function autocorrelation(of: OriginValues, maxLag: number): number[] {
  const means = channelMeans(of);
  const centred = of.values.map((value, i) => value - (means[i % of.channelCount] ?? NaN));
  const stride = leastDistance(of);
  const variance = lagProduct({ ...of, values: centred }, 0, stride).mean;
  const result: number[] = [];
  for (let lag = 1; lag <= maxLag && variance > 0; lag++) {
    const { mean, windowPairs } = lagProduct({ ...of, values: centred }, lag, stride);
    if (windowPairs < LEAST_PAIRS) break;
    result.push(mean / variance);
  }
  return result;
}

/** Mean product of values `lag` windows apart, over the pairs that are both there. */
function lagProduct({ values, channelCount, series, origin }: OriginValues, lag: number, stride: number) {
  let [sum, count, windowPairs] = [0, 0, 0];
  const distance = lag === 0 ? 0 : lag * stride;
  for (let n = 0; n + lag < series.length; n++) {
    if (series[n] !== series[n + lag] || (origin[n + lag] ?? 0) - (origin[n] ?? 0) !== distance) continue;
    windowPairs += 1;
    for (let i = n * channelCount; i < (n + 1) * channelCount; i++) {
      const product = (values[i] ?? NaN) * (values[i + lag * channelCount] ?? NaN);
      if (Number.isNaN(product)) continue;
      sum += product;
      count += 1;
    }
  }
  return { mean: sum / count, windowPairs };
}

/** Rows from one origin to the next of its series. */
function leastDistance({ series, origin }: OriginValues): number {
  let least = Infinity;
  for (let n = 1; n < series.length; n++)
    if (series[n] === series[n - 1]) least = Math.min(least, (origin[n] ?? 0) - (origin[n - 1] ?? 0));
  return least;
}

function channelMeans({ values, channelCount }: OriginValues): number[] {
  return Array.from({ length: channelCount }, (_, channel) => {
    let [sum, count] = [0, 0];
    for (let i = channel; i < values.length; i += channelCount) {
      const value = values[i] ?? NaN;
      if (Number.isNaN(value)) continue;
      sum += value;
      count += 1;
    }
    return sum / count;
  });
}
