import type { TrainingWindows } from '@tsdistill/forecasting';
import type { SoftList } from './soft-lists';

/**
 * How far the teacher is believed in each training window: `max(0, 1 − e / η)`, where e is the mean squared error of its forecast over what is
 * observed of the window, and η the range of e over all windows (Saputra et al. 2019, attentive imitation). 1 where all errors are equal.
 *
 * A window without truth, or without a forecast, has the mean of the others: nobody knows how right the teacher is there.
 *
 * @returns by index of the window
 */
export function measureConfidence(
  readSoft: SoftList['readSoft'],
  windows: TrainingWindows,
  channelCount: number,
): Float32Array {
  const errors = windowErrors(readSoft, windows, channelCount);
  const known = errors.filter((error) => !Number.isNaN(error));
  const range = known.reduce((a, b) => Math.max(a, b), -Infinity) - known.reduce((a, b) => Math.min(a, b), Infinity);
  const confidence = (error: number) => (range > 0 ? Math.max(0, 1 - error / range) : 1);
  const mean = known.length === 0 ? 1 : known.reduce((sum, error) => sum + confidence(error), 0) / known.length;
  return Float32Array.from(errors, (error) => (Number.isNaN(error) ? mean : confidence(error)));
}

/** Mean squared error of the teacher in every window; NaN where there is none. */
function windowErrors(readSoft: SoftList['readSoft'], windows: TrainingWindows, channelCount: number): Float64Array {
  const size = windows.horizon * channelCount;
  const [soft, truth] = [new Float32Array(size), new Float32Array(size)];
  const observed = new Float32Array(size).fill(1);
  return Float64Array.from({ length: windows.count }, (_, index) => {
    if (!windows.labelled(index) || !readSoft(index, soft, 0)) return NaN;
    windows.copyTarget(index, truth, 0);
    windows.copyObserved?.(index, observed, 0);
    let [sum, count] = [0, 0];
    for (let i = 0; i < size; i++) {
      if (observed[i] === 0) continue;
      sum += ((soft[i] ?? NaN) - (truth[i] ?? NaN)) ** 2;
      count += 1;
    }
    return count === 0 ? NaN : sum / count;
  });
}
