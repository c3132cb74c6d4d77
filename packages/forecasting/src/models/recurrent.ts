import type { ParameterValues } from '@tsdistill/contracts';
import {
  type ForwardContext,
  gru as gruOp,
  lstm as lstmOp,
  rnn as rnnOp,
  tf,
  type Tensor,
  type Tensors,
} from '@tsdistill/engine';
import { z } from 'zod';
import { perChannel } from '../layers/channels-first';
import { stepInputCount, stepInputs } from '../layers/covariates';
import { dense, denseParameters, parameter } from '../layers/dense';
import { forecastHorizon, horizonHeadParameters } from '../layers/horizon-head';
import { lastStep } from '../layers/last-step';
import type { Initialiser } from './initialiser';
import type { ModelDefinition, ModelShape } from './model-definition';

const RecurrentOptions = z
  .object({
    units: z.number().int().positive().default(32),
    /** Layers on top of one another, each of `units`. */
    layers: z.number().int().min(1).max(8).default(1),
    /** Between the layers, and before the head. */
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

/** Reads all channels and covariates step by step; the last state of the last layer is mapped to the horizon (`forecastHorizon`). */
function recurrent(cell: Cell): ModelDefinition<RecurrentOptions> {
  return {
    options: RecurrentOptions,
    readsCovariates: true,
    initialise: (options, shape, random) => ({
      ...cellParameters(cell, options, shape, random),
      ...horizonHeadParameters(options.units, shape, random),
      ...(options.highway && denseParameters('highway', shape.lookback, shape.horizon, random)),
    }),
    forward: (options, shape) => (parameters, inputs, context) => {
      const hidden = lastStep(runLayers(stepInputs(inputs), { cell, options, parameters, context }));
      const forecast = forecastHorizon(context.dropout(hidden, options.dropout), inputs.known, shape, parameters);
      if (!options.highway) return { forecast, hidden };
      const linear = perChannel(inputs.past, (rows) => dense(rows, parameters, 'highway'));
      return { forecast: tf.add(forecast, linear), hidden };
    },
  };
}

/** `cell` is the first layer, then come `cell2`, `cell3`, … */
function cellNames({ layers }: RecurrentOptions): string[] {
  return Array.from({ length: layers }, (_, layer) => (layer === 0 ? 'cell' : `cell${layer + 1}`));
}

function cellParameters(
  { gates }: Cell,
  options: RecurrentOptions,
  shape: ModelShape,
  random: Initialiser,
): ParameterValues {
  const { units } = options;
  const layers = cellNames(options).map((name, layer) => {
    const inputs = layer === 0 ? stepInputCount(shape) : units;
    return {
      [`${name}.kernel`]: random.uniform([inputs + units, gates * units], units),
      [`${name}.bias`]: random.uniform([gates * units], units),
    };
  });
  return Object.assign({}, ...layers) as ParameterValues;
}

interface Layers {
  readonly cell: Cell;
  readonly options: RecurrentOptions;
  readonly parameters: Tensors;
  readonly context: ForwardContext;
}

/** [B, L, I] → the states of the last layer, [B, L, U]. */
function runLayers(x: Tensor, { cell, options, parameters, context }: Layers): Tensor {
  return cellNames(options).reduce((sequence, name, layer) => {
    const input = layer === 0 ? sequence : context.dropout(sequence, options.dropout);
    return cell.run(input, parameter(parameters, `${name}.kernel`), parameter(parameters, `${name}.bias`));
  }, x);
}

/** Elman 1990, with tanh. */
export const rnn = recurrent({ gates: 1, run: rnnOp });

/** Hochreiter & Schmidhuber 1997. */
export const lstm = recurrent({ gates: 4, run: lstmOp });

/** Cho et al. 2014, reset gate before the candidate's product. */
export const gru = recurrent({ gates: 3, run: gruOp });
