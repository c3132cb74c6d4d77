import type { Tensor } from '@tensorflow/tfjs';
import { tf } from '../tf';
import type { Optimizer, StepScalars } from './optimizer-spec';

/** A parameter with its optimizer arrays in the order of `optimizer.slots`. */
export interface Updated {
  readonly value: Tensor;
  readonly slots: readonly Tensor[];
}

/** The same arithmetic as the native update operations, out of place. */
export function eagerUpdate(optimizer: Optimizer, scalars: StepScalars, old: Updated, gradient: Tensor): Updated {
  switch (optimizer.kind) {
    case 'sgd':
      return { value: tf.sub(old.value, tf.mul(gradient, scalars.learningRate)), slots: [] };
    case 'momentum':
      return momentumUpdate(optimizer, scalars, old, gradient);
    case 'adam':
      return adamUpdate(optimizer, scalars, old, gradient);
    case 'adamw': {
      const value = tf.sub(old.value, tf.mul(old.value, scalars.decay));
      return adamUpdate(optimizer, scalars, { ...old, value }, gradient);
    }
  }
}

function momentumUpdate(
  { momentum, nesterov }: Optimizer,
  { learningRate }: StepScalars,
  { value, slots }: Updated,
  gradient: Tensor,
): Updated {
  const velocity = tf.add(tf.mul(slotAt(slots, 0), momentum), gradient);
  const direction = nesterov ? tf.add(gradient, tf.mul(velocity, momentum)) : velocity;
  return { value: tf.sub(value, tf.mul(direction, learningRate)), slots: [velocity] };
}

function adamUpdate(
  { beta1, beta2 }: Optimizer,
  { learningRate, beta1Power, beta2Power, epsilon }: StepScalars,
  { value, slots }: Updated,
  gradient: Tensor,
): Updated {
  const mean = tf.add(tf.mul(slotAt(slots, 0), beta1), tf.mul(gradient, 1 - beta1));
  const variance = tf.add(tf.mul(slotAt(slots, 1), beta2), tf.mul(tf.square(gradient), 1 - beta2));
  const rate = (learningRate * Math.sqrt(1 - beta2Power)) / (1 - beta1Power);
  const change = tf.div(mean, tf.add(tf.sqrt(variance), epsilon));
  return { value: tf.sub(value, tf.mul(change, rate)), slots: [mean, variance] };
}

function slotAt(slots: readonly Tensor[], index: number): Tensor {
  const slot = slots[index];
  if (!slot) throw new Error(`the optimizer has no slot ${index}`);
  return slot;
}
