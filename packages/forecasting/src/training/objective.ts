import { type FeedSpecs, type LossTerms, type Tensor, type Tensors } from '@tsdistill/engine';
import type { Windows } from '../data/windows';
import { weightedMean, windowLoss } from './pointwise-loss';
import type { PointwiseLoss } from './training-config';

/** Arrays of one batch, reused from step to step. */
export type BatchArrays = Readonly<Record<string, Float32Array>>;

/** What a forecast is fitted to: the arrays it needs beside the model's inputs, and the loss made of them. */
export interface Objective {
  feeds(batchSize: number): FeedSpecs;
  /** Writes what belongs to training window `index` into place `slot` of the batch. */
  fill(index: number, slot: number, arrays: BatchArrays): void;
  /** @param counted [B], 1 = a window, 0 = padding of the last batch; every mean is over the windows that count */
  terms(forecast: Tensor, feeds: Tensors, counted: Tensor): LossTerms;
}

/** Fitted to the truth alone. */
export function hardObjective(loss: PointwiseLoss, windows: Windows, channelCount: number): Objective {
  const size = windows.horizon * channelCount;
  return {
    feeds: (batchSize) => ({ truth: { shape: [batchSize, windows.horizon, channelCount], dtype: 'float32' } }),
    fill: (index, slot, { truth }) => windows.copyTarget(index, truth as Float32Array, slot * size),
    terms: (forecast, { truth }, counted) => ({
      loss: weightedMean(windowLoss(loss, truth as Tensor, forecast), counted),
    }),
  };
}
