import { FLOAT, type GraphBuilder } from './graph-builder';
import type { Optimizer } from './optimizer-spec';

const LOCKED = { T: FLOAT, use_locking: { b: true } } as const;

/** The nodes of one parameter that its update reads. */
export interface UpdateNodes {
  readonly handle: string;
  /** Value before the step. */
  readonly value: string;
  readonly gradient: string;
  /** Handles in the order of `optimizer.slots`. */
  readonly slots: readonly string[];
}

/** The nodes of `StepScalars`, and of the settings that never change. */
export interface UpdateScalars {
  readonly learningRate: string;
  readonly beta1Power: string;
  readonly beta2Power: string;
  readonly epsilon: string;
  readonly decay: string;
  readonly momentum: string;
  readonly beta1: string;
  readonly beta2: string;
}

/** Adds the update of one parameter. @returns the node that runs it */
export function addUpdate(
  builder: GraphBuilder,
  optimizer: Optimizer,
  scalars: UpdateScalars,
  nodes: UpdateNodes,
): string {
  const { handle, gradient, slots } = nodes;
  const name = `${handle}/update`;
  const { learningRate: rate, beta1Power, beta2Power, epsilon, momentum, beta1, beta2 } = scalars;
  switch (optimizer.kind) {
    case 'sgd':
      return builder.add(name, 'ResourceApplyGradientDescent', [handle, rate, gradient], LOCKED);
    case 'momentum': {
      const attributes = { ...LOCKED, use_nesterov: { b: optimizer.nesterov } };
      return builder.add(name, 'ResourceApplyMomentum', [handle, ...slots, rate, gradient, momentum], attributes);
    }
    case 'adam':
    case 'adamw': {
      const before = optimizer.kind === 'adamw' ? [`^${addDecay(builder, scalars, nodes)}`] : [];
      const inputs = [handle, ...slots, beta1Power, beta2Power, rate, beta1, beta2, epsilon, gradient, ...before];
      return builder.add(name, 'ResourceApplyAdam', inputs, LOCKED);
    }
  }
}

function addDecay(builder: GraphBuilder, { decay }: UpdateScalars, { handle, value }: UpdateNodes): string {
  const amount = builder.add(`${handle}/decay`, 'Mul', [value, decay], { T: FLOAT });
  return builder.add(`${handle}/decayed`, 'AssignSubVariableOp', [handle, amount], { dtype: FLOAT });
}
