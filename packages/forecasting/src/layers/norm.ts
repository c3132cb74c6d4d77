import type { ParameterValues } from '@tsdistill/contracts';
import { layerNorm, type Tensor, type Tensors } from '@tsdistill/engine';
import type { Initialiser } from '../models/initialiser';
import { parameter } from './dense';

/** Parameters `<name>.gain` and `<name>.shift`, both [width]. */
export function normParameters(name: string, width: number, random: Initialiser): ParameterValues {
  return { [`${name}.gain`]: random.constant([width], 1), [`${name}.shift`]: random.constant([width], 0) };
}

/** Layer normalisation of the last axis (Ba et al. 2016): [..., width] → [..., width]. */
export function norm(x: Tensor, parameters: Tensors, name: string): Tensor {
  return layerNorm(x, parameter(parameters, `${name}.gain`), parameter(parameters, `${name}.shift`));
}
