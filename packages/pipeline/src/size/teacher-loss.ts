import { type Dataset, PipelineError, type SoftTargets } from '@tsdistill/contracts';
import { combineTeachers, loadWindowData, lossSum, selectWindows } from '@tsdistill/forecasting';
import type { SizeInputs } from './size-inputs';

/**
 * Mean loss of the teachers' forecasts on the validation windows that they cover, standardized: the number that a training of
 * the student calls its validation loss, so that both can stand in one figure.
 *
 * @throws PipelineError SOFT_TARGETS_WITHOUT_SPLIT when no teacher covers a window of validation, or of test, which is read at the end
 */
export function teacherLoss(
  teachers: readonly SoftTargets[],
  dataset: Dataset,
  { experiment, student }: Pick<SizeInputs, 'experiment' | 'student'>,
): number {
  const { model, training } = student.student;
  const data = loadWindowData(dataset);
  const { read } = combineTeachers(teachers, experiment.combine, data);
  const size = dataset.manifest.meta.horizon * dataset.manifest.meta.channels.target.length;
  const [forecast, truth] = [new Float32Array(size), new Float32Array(size)];
  const observed = data.mask && new Float32Array(size);
  const lossOn = (split: 'validation' | 'test') => {
    const windows = selectWindows(data, split, model.lookback);
    let [sum, count] = [0, 0];
    for (let index = 0; index < windows.count; index++) {
      if (!read(windows.series[index] ?? 0, windows.origin[index] ?? 0, forecast, 0)) continue;
      windows.copyTarget(index, truth, 0);
      if (observed) windows.copyObserved?.(index, observed, 0);
      const window = lossSum(training.loss, { truth, observed }, forecast, size);
      sum += window.sum;
      count += window.count;
    }
    if (count === 0) throw new PipelineError('SOFT_TARGETS_WITHOUT_SPLIT', { split, windowCount: windows.count });
    return sum / count;
  };
  lossOn('test');
  return lossOn('validation');
}
