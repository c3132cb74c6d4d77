import type { TrainingConfig } from './training-config';

/**
 * Learning rate of one step.
 *
 * @param epoch from 1; @param progress share of all planned steps done before this one, 0 … 1
 */
export function learningRateAt(config: TrainingConfig, epoch: number, progress: number): number {
  const { learningRate, schedule } = config;
  switch (schedule.kind) {
    case 'constant':
      return learningRate;
    case 'halving':
      return learningRate * schedule.factor ** Math.max(0, epoch - schedule.after);
    case 'cosine': {
      if (progress < schedule.warmup) return (learningRate * progress) / schedule.warmup;
      const part = (progress - schedule.warmup) / (1 - schedule.warmup);
      return (learningRate * (1 + Math.cos(Math.PI * part))) / 2;
    }
  }
}
