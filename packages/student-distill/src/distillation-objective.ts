import { tf, type Tensor } from '@tsdistill/engine';
import {
  hardObjective,
  type Objective,
  type PointwiseLoss,
  type TeacherMean,
  weightedMean,
  windowLoss,
  type Windows,
} from '@tsdistill/forecasting';

/** What a student is fitted to, beside its windows. */
export interface DistillationTask {
  readonly weights: { readonly hard: number; readonly soft: number };
  readonly hardLoss: PointwiseLoss;
  readonly softLoss: PointwiseLoss;
  readonly channelCount: number;
  readonly teacher: TeacherMean;
}

/**
 * Response distillation: `hard · ℓ(truth, student) + soft · ℓ(teacher, student)` (Hinton et al. 2015, for regression).
 *
 * A window that no teacher covers has its hard loss only: it counts in the mean of the soft term with 0.
 */
export function distillationObjective(task: DistillationTask, windows: Windows): Objective {
  const { weights, channelCount, teacher } = task;
  const hard = hardObjective(task.hardLoss, windows, channelCount);
  const shape = [windows.horizon, channelCount];
  const size = windows.horizon * channelCount;
  return {
    feeds: (batchSize) => ({
      ...hard.feeds(batchSize),
      soft: { shape: [batchSize, ...shape], dtype: 'float32' },
      covered: { shape: [batchSize], dtype: 'float32' },
    }),
    fill: (index, slot, arrays) => {
      hard.fill(index, slot, arrays);
      const { soft, covered } = arrays as { soft: Float32Array; covered: Float32Array };
      const [series, origin] = [windows.series[index] ?? 0, windows.origin[index] ?? 0];
      covered[slot] = teacher.read(series, origin, soft, slot * size) ? 1 : 0;
    },
    terms: (forecast, feeds, counted) => {
      const { soft, covered } = feeds as { soft: Tensor; covered: Tensor };
      const hardTerm = hard.terms(forecast, feeds, counted).loss;
      const softTerm = weightedMean(tf.mul(windowLoss(task.softLoss, soft, forecast), covered), counted);
      const loss = tf.add(tf.mul(hardTerm, weights.hard), tf.mul(softTerm, weights.soft));
      return { loss, hard: hardTerm, soft: softTerm };
    },
  };
}
