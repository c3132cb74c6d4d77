import { uniformFloat32 } from 'pure-rand/distribution/uniformFloat32';
import { mersenne } from 'pure-rand/generator/mersenne';
import { tf } from '../tf';
import type { ForwardContext } from './forward-context';

/**
 * The dropout of an eager step: masks are drawn in JavaScript, statelessly from seed, step and call site.
 *
 * @param seed the seed of the run and the step count
 */
export function eagerDropout(seed: Int32Array): ForwardContext['dropout'] {
  const [run = 0, step = 0] = seed;
  let streamCount = 0;
  return (x, rate) => {
    if (rate === 0) return x;
    const random = mersenne(mix(run, step, streamCount++));
    const mask = Float32Array.from({ length: x.size }, () => (uniformFloat32(random) >= rate ? 1 / (1 - rate) : 0));
    return tf.mul(x, tf.tensor(mask, x.shape));
  };
}

/** Odd factors of Murmur3 and the golden ratio, so that neighbouring seeds, steps and streams differ in all bits. */
function mix(run: number, step: number, stream: number): number {
  const sum = Math.imul(run, 0x9e3779b1) ^ Math.imul(step, 0x85ebca6b) ^ Math.imul(stream, 0xc2b2ae35);
  return Math.imul(sum ^ (sum >>> 15), 0x2c1b3c6d);
}
