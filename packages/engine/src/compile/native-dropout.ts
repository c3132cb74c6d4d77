import type { Tensor } from '@tensorflow/tfjs';
import { tf } from '../tf';
import { constant } from '../trace/constant';
import { DTYPE, nativeKernels } from '../trace/native-kernels';
import type { ForwardContext } from './forward-context';

/** Odd, so that streams of different call sites and seeds never meet: 2^32 divided by the golden ratio. */
const STREAM_STRIDE = 0x9e3779b1 | 0;

/**
 * The dropout of a trace: masks are drawn inside the graph, statelessly from `seed`.
 *
 * @param seed int32 [2]: the seed of the run and the step count, fed in every step
 */
export function nativeDropout(seed: Tensor): ForwardContext['dropout'] {
  let streamCount = 0;
  return (x, rate) => {
    if (rate === 0) return x;
    const stream = Int32Array.of(Math.imul(streamCount++, STREAM_STRIDE), 0);
    const kept = tf.greaterEqual(uniform(x.shape, tf.add(seed, constant(stream, [2]))), rate);
    return tf.mul(x, tf.mul(tf.cast(kept, 'float32'), 1 / (1 - rate)));
  };
}

/** Numbers in [0, 1) from the seed alone (Philox, as in tf.random.stateless_uniform). */
function uniform(shape: readonly number[], seed: Tensor): Tensor {
  const { binding } = nativeKernels();
  const type = (name: string, value: number) => ({ name, type: binding.TF_ATTR_TYPE, value });
  const types = [type('dtype', DTYPE.float32), type('T', DTYPE.int32), type('Tseed', DTYPE.int32)];
  const sizes = tf.tensor1d([...shape], 'int32');
  return nativeKernels().executeSingleOutput('StatelessRandomUniform', types, [sizes, seed]);
}
