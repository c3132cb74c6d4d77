import { gru as gruOp, lstm as lstmOp, tf, type Tensor } from '@tsdistill/engine';
import { z } from 'zod';
import { perChannel } from '../layers/channels-first';
import { dense, denseParameters, parameter } from '../layers/dense';
import { lastStep, withKnownPast } from '../layers/encode-recurrent';
import type { ModelDefinition } from './model-definition';

const RecurrentOptions = z
  .object({
    units: z.number().int().positive().default(32),
    dropout: z.number().min(0).lt(1).default(0),
    /** Adds a linear map from lookback to horizon, shared by all channels (Lai et al. 2018, LSTNet: autoregression). */
    highway: z.boolean().default(false),
  })
  .strict();
type RecurrentOptions = z.infer<typeof RecurrentOptions>;

/** A recurrent layer of the engine and the number of its gates: kernel [I + U, gates · U], x [B, T, I] → [B, T, U]. */
interface Cell {
  readonly gates: number;
  readonly run: (x: Tensor, kernel: Tensor, bias: Tensor) => Tensor;
}

/** Reads all channels (and known channels) step by step; its last state is mapped to the whole horizon at once. */
function recurrent(cell: Cell): ModelDefinition<RecurrentOptions> {
  return {
    options: RecurrentOptions,
    readsKnown: true,
    initialise: ({ units, highway }, { targetCount, knownCount, lookback, horizon }, random) => ({
      'cell.kernel': random.uniform([targetCount + knownCount + units, cell.gates * units], units),
      'cell.bias': random.uniform([cell.gates * units], units),
      ...denseParameters('head', units, horizon * targetCount, random),
      ...(highway && denseParameters('highway', lookback, horizon, random)),
    }),
    forward:
      ({ dropout, highway }, { horizon, targetCount }) =>
      (parameters, inputs, context) => {
        const [kernel, bias] = [parameter(parameters, 'cell.kernel'), parameter(parameters, 'cell.bias')];
        const hidden = lastStep(cell.run(withKnownPast(inputs), kernel, bias));
        const flat = dense(context.dropout(hidden, dropout), parameters, 'head');
        const forecast = tf.reshape(flat, [flat.shape[0] ?? 0, horizon, targetCount]);
        if (!highway) return { forecast, hidden };
        const linear = perChannel(inputs.past, (rows) => dense(rows, parameters, 'highway'));
        return { forecast: tf.add(forecast, linear), hidden };
      },
  };
}

/** Hochreiter & Schmidhuber 1997. */
export const lstm = recurrent({ gates: 4, run: lstmOp });

/** Cho et al. 2014, reset gate before the candidate's product. */
export const gru = recurrent({ gates: 3, run: gruOp });
