import { tf, type Tensor } from '@tsdistill/engine';
import {
  hardObjective,
  type Objective,
  type PointwiseLoss,
  type TrainingWindows,
  weightedMean,
} from '@tsdistill/forecasting';
import { type SoftLoss, softLoss } from './soft-loss';

/** What a student is fitted to, beside its windows. */
export interface DistillationTask {
  readonly weights: { readonly hard: number; readonly soft: number };
  readonly hardLoss: PointwiseLoss;
  readonly soft: SoftLoss;
  readonly channelCount: number;
  /** Writes the soft target [H, C] of training window `index` at `offset`. @returns false where there is none */
  readonly readSoft: (index: number, out: Float32Array, offset: number) => boolean;
}

/**
 * Response distillation: `hard · ℓ(truth, student) + soft · ℓ(teacher, student)` (Hinton et al. 2015, for regression).
 *
 * The hard term is the mean over what is observed of the windows of the batch that have truth: those without count in the soft term only,
 * and do not thin the hard one out. The soft term is the mean over all windows, of what is not observed too: the teacher speaks everywhere.
 * A window without soft targets counts with 0, so that a soft target weighs the same whether its neighbours in the batch have one or not.
 */
export function distillationObjective(task: DistillationTask, windows: TrainingWindows): Objective {
  const { weights, hardLoss, channelCount } = task;
  const hard = hardObjective(hardLoss, windows, channelCount);
  const shape = [windows.horizon, channelCount];
  const size = windows.horizon * channelCount;
  return {
    feeds: (batchSize) => ({
      ...hard.feeds(batchSize),
      labelled: { shape: [batchSize], dtype: 'float32' },
      soft: { shape: [batchSize, ...shape], dtype: 'float32' },
      covered: { shape: [batchSize], dtype: 'float32' },
    }),
    fill: (index, slot, arrays) => {
      hard.fill(index, slot, arrays);
      const { labelled, soft, covered } = arrays as Record<'labelled' | 'soft' | 'covered', Float32Array>;
      labelled[slot] = windows.labelled(index) ? 1 : 0;
      covered[slot] = task.readSoft(index, soft, slot * size) ? 1 : 0;
    },
    terms: (forecast, feeds, counted) => {
      const { labelled, soft, covered } = feeds as Record<'labelled' | 'soft' | 'covered', Tensor>;
      const { loss: hardTerm } = hard.terms(forecast, feeds, tf.mul(labelled, counted));
      const softTerm = weightedMean(tf.mul(softLoss(task.soft, soft, forecast), covered), counted);
      const loss = tf.add(tf.mul(hardTerm, weights.hard), tf.mul(softTerm, weights.soft));
      return { loss, hard: hardTerm, soft: softTerm };
    },
  };
}
