import type { TrainStep, TrainStepSpec } from './train-step';

export function compileStep(_spec: TrainStepSpec): TrainStep {
  throw new Error('in work');
}
