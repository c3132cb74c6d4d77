import type { ParameterValues } from '@tsdistill/contracts';
import { type FeedSpecs, type LossTerms, tf, type Tensor, type Tensors } from '@tsdistill/engine';
import type { Windows } from '../data/windows';
import { QUANTILES } from '../models/quantile-head';
import { hardTerm, meanObserved, pinballLoss } from './pointwise-loss';
import type { PointwiseLoss } from './training-config';

/** Arrays of one batch, reused from step to step. */
export type BatchArrays = Readonly<Record<string, Float32Array>>;

/** What an objective may read beside the forecast. */
export interface Beside {
  /** The hidden layers that it asked for, [B, …] by name, and `quantiles` [B, Q, H, C] where the model forecasts some. */
  readonly hidden: Tensors;
  /** Its own parameters, and the model's. */
  readonly parameters: Tensors;
}

/** What a forecast is fitted to: the arrays it needs beside the model's inputs, and the loss made of them. */
export interface Objective {
  /** What a step is fed beside the model's inputs. */
  feeds(batchSize: number): FeedSpecs;
  /** Writes what belongs to training window `index` into place `slot` of the batch. */
  fill(index: number, slot: number, arrays: BatchArrays): void;
  /** Hidden layers of the model that its terms read. */
  readonly layers?: readonly string[];
  /** Parameters that are trained with the model's and left behind with the training. */
  readonly parameters?: ParameterValues;
  /** Terms of the loss of one batch. @param counted [B], the weight of each window in every mean; 0 = padding of the last batch */
  terms(forecast: Tensor, feeds: Tensors, counted: Tensor, beside?: Beside): LossTerms;
}

/**
 * Fitted to the truth alone, to what is observed of it.
 *
 * @param levels of a model that forecasts quantiles: it is fitted by pinball loss, and `loss` is not read
 */
export function hardObjective(
  loss: PointwiseLoss,
  windows: Windows,
  channelCount: number,
  levels: readonly number[] = [],
): Objective {
  const size = windows.horizon * channelCount;
  return {
    feeds: (batchSize) => {
      const spec = { shape: [batchSize, windows.horizon, channelCount], dtype: 'float32' } as const;
      return { truth: spec, ...(windows.copyObserved && { observed: spec }) };
    },
    fill: (index, slot, { truth, observed }) => {
      windows.copyTarget(index, truth as Float32Array, slot * size);
      if (observed) windows.copyObserved?.(index, observed, slot * size);
    },
    terms: (forecast, { truth, observed }, counted, beside) => {
      const quantiles = beside?.hidden[QUANTILES];
      if (levels.length === 0 || !quantiles)
        return { loss: hardTerm(loss, { truth: truth as Tensor, observed }, { forecast, counted }) };
      const losses = pinballLoss(
        levels,
        tf.reshape(truth as Tensor, [-1, 1, windows.horizon, channelCount]),
        quantiles,
      );
      return { loss: meanObserved(losses, observed, counted) };
    },
  };
}
