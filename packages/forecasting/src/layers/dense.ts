import type { ParameterValues } from '@tsdistill/contracts';
import { dense as denseOp, type Tensor, type Tensors } from '@tsdistill/engine';
import type { Initialiser } from '../models/initialiser';

/** Parameters `<name>.kernel` [inputs, outputs] and `<name>.bias` [outputs]. */
export function denseParameters(name: string, inputs: number, outputs: number, random: Initialiser): ParameterValues {
  return {
    [`${name}.kernel`]: random.uniform([inputs, outputs], inputs),
    [`${name}.bias`]: random.uniform([outputs], inputs),
  };
}

/** x · kernel + bias over the last axis: [..., inputs] → [..., outputs]. */
export function dense(x: Tensor, parameters: Tensors, name: string): Tensor {
  return denseOp(x, parameter(parameters, `${name}.kernel`), parameter(parameters, `${name}.bias`));
}

/** A parameter by name; a missing one is a bug of the model. */
export function parameter(parameters: Tensors, name: string): Tensor {
  const tensor = parameters[name];
  if (!tensor) throw new RangeError(`the model has no parameter "${name}"`);
  return tensor;
}
