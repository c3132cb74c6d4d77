import type { Tensor } from '@tensorflow/tfjs';
import { tf } from '../tf';
import type { ForwardContext, Tensors } from './forward-context';

/** Share of the way that a running statistic goes to that of the batch; the default of PyTorch. */
const MOMENTUM = 0.1;

/** What a loss is told, and what it did with it. */
export interface TrainingContext extends ForwardContext {
  /** The running statistics that the loss read, as they are after the step, by the name of their parameter. They are kept: dispose them. */
  readonly statistics: ReadonlyMap<string, Tensor>;
}

/** The context of one evaluation of a loss. @param parameters the very tensors that the loss gets */
export function trainingContext(parameters: Tensors, dropout: ForwardContext['dropout']): TrainingContext {
  const names = new Map(Object.entries(parameters).map(([name, { id }]) => [id, name]));
  const statistics = new Map<string, Tensor>();
  return {
    statistics,
    dropout,
    statistic: (running, ofBatch) => {
      const name = names.get(running.id);
      if (name === undefined || statistics.has(name))
        throw new RangeError('a running statistic is a parameter that is read once in a step');
      const value = ofBatch();
      const way = tf.mul(tf.sub(value, running), MOMENTUM);
      statistics.set(name, tf.keep(tf.add(running, way)));
      return value;
    },
  };
}
