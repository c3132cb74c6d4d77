/** Settings of Adam. `epsilon` stands inside the bias correction, as in PyTorch: m̂ / (sqrt(v̂) + epsilon). */
export interface AdamSettings {
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
}

/**
 * How gradients change parameters. Defaults: momentum .9, beta1 .9, beta2 .999, epsilon 1e-8, weightDecay .01.
 *
 * `adamw` decays every parameter by learningRate · weightDecay before the Adam update (Loshchilov & Hutter 2019).
 */
export type OptimizerSpec =
  | { readonly kind: 'sgd' }
  | { readonly kind: 'momentum'; readonly momentum?: number; readonly nesterov?: boolean }
  | ({ readonly kind: 'adam' } & AdamSettings)
  | ({ readonly kind: 'adamw'; readonly weightDecay?: number } & AdamSettings);

/** An optimizer with every default filled in. */
export interface Optimizer {
  readonly kind: OptimizerSpec['kind'];
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  /** Names of the arrays that it keeps for each parameter, zero at the start. */
  readonly slots: readonly string[];
}

const DEFAULTS = { momentum: 0.9, nesterov: false, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 };
const SLOTS = { sgd: [], momentum: ['momentum'], adam: ['mean', 'variance'], adamw: ['mean', 'variance'] } as const;

export function optimizerOf(spec: OptimizerSpec): Optimizer {
  return { ...DEFAULTS, ...spec, slots: SLOTS[spec.kind] };
}

/** Numbers of one step, in the order in which the compiled graph is fed them. */
export interface StepScalars {
  readonly learningRate: number;
  /** beta1^t and beta2^t for the step count t, from 1. */
  readonly beta1Power: number;
  readonly beta2Power: number;
  /** epsilon · sqrt(1 - beta2^t): the native Adam adds it to sqrt(v), outside the bias correction. */
  readonly epsilon: number;
  /** learningRate · weightDecay. */
  readonly decay: number;
}

/** @param stepCount number of the step that runs, from 1 */
export function stepScalars(optimizer: Optimizer, learningRate: number, stepCount: number): StepScalars {
  const beta2Power = optimizer.beta2 ** stepCount;
  return {
    learningRate,
    beta1Power: optimizer.beta1 ** stepCount,
    beta2Power,
    epsilon: optimizer.epsilon * Math.sqrt(1 - beta2Power),
    decay: learningRate * optimizer.weightDecay,
  };
}
