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
 * whose targets do not lie in the train or the validation split are not covered. What is not observed is no label: it is averaged over
 * only where nothing else is near.
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
      const mask = data.mask?.subarray(first, first + horizon * width);
      smoothTime({ truth, mask }, width, steps, out.subarray(offset, offset + truth.length));
      return true;
    },
  };
}

/** Labels of one window, [H, C]; without a mask all are observed. */
interface WindowLabels {
  readonly truth: Float32Array;
  readonly mask: Uint8Array | undefined;
}

/** Centred moving average along the rows, over those that are observed; of fewer steps at the ends. */
function smoothTime({ truth, mask }: WindowLabels, width: number, steps: number, out: Float32Array): void {
  const [count, half] = [truth.length / width, (steps - 1) / 2];
  const [sums, counts] = [new Float64Array(count + 1), new Float64Array(count + 1)];
  for (let channel = 0; channel < width; channel++) {
    for (let row = 0; row < count; row++) {
      const cell = row * width + channel;
      const observed = mask?.[cell] ?? 1;
      sums[row + 1] = (sums[row] ?? 0) + observed * (truth[cell] ?? 0);
      counts[row + 1] = (counts[row] ?? 0) + observed;
    }
    for (let row = 0; row < count; row++) {
      const [from, to] = [Math.max(0, row - half), Math.min(count, row + half + 1)];
      const [sum, observed] = [(sums[to] ?? 0) - (sums[from] ?? 0), (counts[to] ?? 0) - (counts[from] ?? 0)];
      const cell = row * width + channel;
      out[cell] = observed > 0 ? sum / observed : (truth[cell] ?? NaN);
    }
  }
}
