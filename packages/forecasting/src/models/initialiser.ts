import { type NamedArray, sizeOf } from '@tsdistill/contracts';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Makes initial parameters; the same seed and the same calls give the same values. */
export interface Initialiser {
  /** U(-bound, bound) with bound = 1 / √fanIn: PyTorch's default for linear and recurrent layers. */
  uniform(shape: readonly number[], fanIn: number): NamedArray;
  /** N(0, 1): PyTorch's default for embeddings. */
  normal(shape: readonly number[]): NamedArray;
  constant(shape: readonly number[], value: number): NamedArray;
}

/** Draws parameters to start from, equal for equal seeds. */
export function createInitialiser(seed: number): Initialiser {
  const generator = xoroshiro128plus(seed);
  const uniform = () => (generator.next() >>> 0) / 2 ** 32;
  return {
    uniform: (shape, fanIn) => fill(shape, () => (2 * uniform() - 1) / Math.sqrt(fanIn)),
    normal: (shape) => fill(shape, () => gaussian(1 - uniform(), uniform())),
    constant: (shape, value) => fill(shape, () => value),
  };
}

const shapeAlone = (shape: readonly number[]): NamedArray => ({ shape, values: new Float32Array(0) });

/** Draws nothing: for whom the names and shapes of parameters are enough. */
export const SHAPES_ALONE: Initialiser = { uniform: shapeAlone, normal: shapeAlone, constant: shapeAlone };

function fill(shape: readonly number[], value: () => number): NamedArray {
  const size = sizeOf(shape);
  return { shape, values: Float32Array.from({ length: size }, value) };
}

/** Box & Muller 1958. @param radius in (0, 1] @param angle in [0, 1) */
function gaussian(radius: number, angle: number): number {
  return Math.sqrt(-2 * Math.log(radius)) * Math.cos(2 * Math.PI * angle);
}
