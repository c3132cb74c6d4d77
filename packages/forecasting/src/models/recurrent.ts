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
import { type Anatomy, denseAxes, fixed, repeated, units } from './anatomy';
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

/**
 * Reads all channels and covariates step by step; the last state of the last layer is mapped to the horizon (`forecastHorizon`).
 *
 * It shows the last state of every layer, and of the last layer the states of all steps.
 */
function recurrent(cell: Cell): ModelDefinition<RecurrentOptions> {
  return {
    options: RecurrentOptions,
    readsCovariates: true,
    anatomy: (options, shape) => ({
      stacks: [{ layers: cellNames(options) }],
      last: units(lastCell(options), options.units),
      axes: cellAxes(cell, options, shape),
    }),
    lastLayer: lastCell,
    layers: (options, { lookback }) => ({
      ...Object.fromEntries(cellNames(options).map((name) => [name, [options.units]])),
      steps: [lookback, options.units],
    }),
    initialise: (options, shape, random) => ({
      ...cellParameters(cell, options, shape, random),
      ...horizonHeadParameters(options.units, shape, random),
      ...(options.highway && denseParameters('highway', shape.lookback, shape.horizon, random)),
    }),
    forward: (options, shape) => (parameters, inputs, context) => {
      const states = runLayers(stepInputs(inputs), { cell, options, parameters, context });
      const hidden = { ...lastStates(states), steps: states.at(-1)?.[1] as Tensor };
      const last = context.dropout(lastStep(hidden.steps), options.dropout);
      const forecast = forecastHorizon(last, inputs.known, shape, parameters);
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

function lastCell(options: RecurrentOptions): string {
  return cellNames(options).at(-1) ?? '';
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

/** The units of each layer are in every gate of it and in the inputs of the next. */
function cellAxes({ gates }: Cell, options: RecurrentOptions, shape: ModelShape): Anatomy['axes'] {
  const names = cellNames(options);
  const layers = names.map((name, layer) => {
    const own = units(name, options.units);
    const inputs = layer === 0 ? fixed(stepInputCount(shape)) : units(names[layer - 1] ?? '', options.units);
    return denseAxes(name, [...inputs, ...own], repeated(gates, own));
  });
  const last = units(lastCell(options), options.units);
  const head = denseAxes('head', last, fixed(shape.horizon * shape.targetCount));
  return Object.assign({}, ...layers, head) as Anatomy['axes'];
}

interface Layers {
  readonly cell: Cell;
  readonly options: RecurrentOptions;
  readonly parameters: Tensors;
  readonly context: ForwardContext;
}

type States = readonly (readonly [name: string, states: Tensor])[];

/** [B, L, I] → the states of every layer, [B, L, U]. */
function runLayers(x: Tensor, { cell, options, parameters, context }: Layers): States {
  let sequence = x;
  return cellNames(options).map((name, layer) => {
    const input = layer === 0 ? sequence : context.dropout(sequence, options.dropout);
    sequence = cell.run(input, parameter(parameters, `${name}.kernel`), parameter(parameters, `${name}.bias`));
    return [name, sequence];
  });
}

/** The last state of every layer, [B, U]. */
function lastStates(states: States): Tensors {
  return Object.fromEntries(states.map(([name, sequence]) => [name, lastStep(sequence)]));
}

/** Elman 1990, with tanh. */
export const rnn = recurrent({ gates: 1, run: rnnOp });

/** Hochreiter & Schmidhuber 1997. */
export const lstm = recurrent({ gates: 4, run: lstmOp });

/** Cho et al. 2014, reset gate before the candidate's product. */
export const gru = recurrent({ gates: 3, run: gruOp });
