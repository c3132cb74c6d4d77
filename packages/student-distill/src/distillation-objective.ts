import { tf, type Tensor } from '@tsdistill/engine';
import {
  type Beside,
  hardObjective,
  type Objective,
  type PointwiseLoss,
  type TrainingWindows,
  weightedMean,
} from '@tsdistill/forecasting';
import type { Term } from './methods/method';
import { type SoftLoss, softLoss } from './soft-loss';

const NOTHING: Beside = { hidden: {}, parameters: {} };

/** What a student is fitted to, beside its windows. */
export interface DistillationTask {
  readonly weights: { readonly hard: number; readonly soft: number };
  readonly hardLoss: PointwiseLoss;
  /** Of a student that forecasts quantiles: its hard loss is pinball. */
  readonly levels?: readonly number[];
  readonly soft: SoftLoss;
  /** How far the teacher is believed in the soft term, by training window; absent = wholly. */
  readonly confidence?: Float32Array;
  /** Further losses, by name. */
  readonly terms?: Readonly<Record<string, Term>>;
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
 * Further terms are added with their weights, and reported without.
 */
export function distillationObjective(task: DistillationTask, windows: TrainingWindows): Objective {
  const { weights, hardLoss, levels, channelCount, confidence, terms = {} } = task;
  const hard = hardObjective(hardLoss, windows, channelCount, levels);
  const shape = [windows.horizon, channelCount];
  const size = windows.horizon * channelCount;
  const others = Object.values(terms);
  return {
    layers: [...new Set(others.flatMap(({ layers = [] }) => layers))],
    parameters: Object.assign({}, ...others.map(({ parameters }) => parameters)),
    feeds: (batchSize) => ({
      ...hard.feeds(batchSize),
      labelled: { shape: [batchSize], dtype: 'float32' },
      soft: { shape: [batchSize, ...shape], dtype: 'float32' },
      covered: { shape: [batchSize], dtype: 'float32' },
      ...(confidence && { confidence: { shape: [batchSize], dtype: 'float32' } }),
      ...Object.assign({}, ...others.map((term) => term.feeds?.(batchSize))),
    }),
    fill: (index, slot, arrays) => {
      hard.fill(index, slot, arrays);
      const { labelled, soft, covered } = arrays as Record<'labelled' | 'soft' | 'covered', Float32Array>;
      labelled[slot] = windows.labelled(index) ? 1 : 0;
      covered[slot] = task.readSoft(index, soft, slot * size) ? 1 : 0;
      if (arrays['confidence']) arrays['confidence'][slot] = confidence?.[index] ?? 1;
      for (const term of others) term.fill?.(index, slot, arrays);
    },
    terms: (forecast, feeds, counted, beside = NOTHING) => {
      const { labelled, soft, covered } = feeds as Record<'labelled' | 'soft' | 'covered', Tensor>;
      const { loss: hardTerm } = hard.terms(forecast, feeds, tf.mul(labelled, counted), beside);
      const believed = feeds['confidence'] ? tf.mul(covered, feeds['confidence']) : covered;
      const softTerm = weightedMean(tf.mul(softLoss(task.soft, soft, forecast), believed), counted);
      const response = tf.add(tf.mul(hardTerm, weights.hard), tf.mul(softTerm, weights.soft));
      const inputs = { ...beside, forecast, soft, covered, counted, feeds };
      const further = Object.entries(terms).map(([name, term]) => [name, term.loss(inputs)] as const);
      const weighted = further.map(([name, value]) => tf.mul(value, terms[name]?.weight ?? 0));
      return { loss: tf.addN([response, ...weighted]), hard: hardTerm, soft: softTerm, ...Object.fromEntries(further) };
    },
  };
}
