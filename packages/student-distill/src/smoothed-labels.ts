import type { CombinedTeachers, WindowData } from '@tsdistill/forecasting';

/** Name of the placebo on the command line and in experiments. */
export const SMOOTHED_LABELS = 'smoothed-labels';

/**
 * Steps of the moving average: the shortest there is, so that it takes noise and no season.
 *
 * The 25 steps of DLinear's trend take the daily cycle of hourly data too. On ETTh1 (linear student, test mse .384 alone) placebos of 3, 7 and
 * 25 steps give .385, .391 and .453: a placebo that spoils what it smooths would make any teacher look wise. Where a season has sharp edges
 * (flights: .089 alone) 3 steps spoil it already (.146), so that a weak teacher is the fairer placebo there.
 */
export const SMOOTHING_STEPS = 3;

/**
 * A teacher that knows nothing but the truth: each window's labels, smoothed along time by a centred moving average of `steps`.
 *
 * The average stays inside the window, so at its ends it is one of fewer steps and no row outside the window is read. Windows
 * whose targets do not lie in the train or the validation split are not covered.
 *
 * @param steps odd
 */
export function smoothedLabels(data: WindowData, steps = SMOOTHING_STEPS): CombinedTeachers {
  const { series, horizon, channels } = data.dataset.manifest.meta;
  const width = channels.target.length;
  const isInside = ([from, to]: readonly [number, number], origin: number) => origin >= from && origin + horizon <= to;
  return {
    read: (index, origin, out, offset) => {
      const borders = series[index]?.borders;
      if (!borders || !(isInside(borders.train, origin) || isInside(borders.validation, origin))) return false;
      const first = ((data.offsets[index] ?? 0) + origin) * width;
      const truth = data.target.subarray(first, first + horizon * width);
      smoothTime(truth, width, steps, out.subarray(offset, offset + truth.length));
      return true;
    },
  };
}

/** Centred moving average along the rows of `values` [H, C], of fewer steps at the ends. */
function smoothTime(values: Float32Array, width: number, steps: number, out: Float32Array): void {
  const [count, half] = [values.length / width, (steps - 1) / 2];
  const sums = new Float64Array(count + 1);
  for (let channel = 0; channel < width; channel++) {
    for (let row = 0; row < count; row++) sums[row + 1] = (sums[row] ?? 0) + (values[row * width + channel] ?? 0);
    for (let row = 0; row < count; row++) {
      const [from, to] = [Math.max(0, row - half), Math.min(count, row + half + 1)];
      out[row * width + channel] = ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from);
    }
  }
}
