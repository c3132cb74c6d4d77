import type { Tensor } from '@tensorflow/tfjs';
import { tf } from '../tf';

/** max(x, 0), with the gradient 0 at 0. That of `tf.relu` is the same in three times as many operations. */
export function relu(x: Tensor): Tensor {
  return rectify(x);
}

const rectify = tf.customGrad((...given) => {
  const [x, save] = given as [Tensor, (tensors: Tensor[]) => void];
  const value = tf.relu(x);
  save([value]);
  return {
    value,
    gradFunc: (gradient: Tensor, [value]: Tensor[]) =>
      tf.mul(gradient, tf.cast(tf.greater(value as Tensor, 0), 'float32')),
  };
});
