import { type Scaler, standardizedFloor } from '@tsdistill/contracts';
import { constant, type ForwardFunction, tf, type Tensor, type Tensors } from '@tsdistill/engine';
import type { Forecaster } from './forecaster';
import { QUANTILES } from './quantile-head';

/**
 * The forecaster as it is used: what it says below the floor of the scaler is raised to it. It is trained without, since a forecast that
 * was raised has no gradient.
 *
 * With one scaler for each series the floor is one more input, `floor` [B, C] in standardized units; with a global one it is in the graph.
 */
export function floorForecasts(forecaster: Forecaster, scaler: Scaler): Forecaster {
  const floor = standardizedFloor(scaler, 0);
  if (!floor) return forecaster;
  if (scaler.scope === 'global') return raise(forecaster, () => constant(floor, [1, 1, floor.length]));
  const spec = { shape: [-1, floor.length], dtype: 'float32' } as const;
  const raised = raise(forecaster, (inputs) => tf.reshape(inputs['floor'] as Tensor, [-1, 1, floor.length]));
  return { ...raised, inputs: { ...forecaster.inputs, floor: spec } };
}

function raise(forecaster: Forecaster, floorOf: (inputs: Tensors) => Tensor): Forecaster {
  const raised = (forward: ForwardFunction) => raiseForecast(forward, floorOf);
  return {
    ...forecaster,
    forward: raised(forecaster.forward),
    showing: (layers) => raised(forecaster.showing(layers)),
  };
}

function raiseForecast(forward: ForwardFunction, floorOf: (inputs: Tensors) => Tensor): ForwardFunction {
  return (parameters, inputs, context) => {
    const outputs = forward(parameters, inputs, context);
    const [floor, quantiles] = [floorOf(inputs), outputs[QUANTILES]];
    const raised = { ...outputs, forecast: tf.maximum(outputs['forecast'] as Tensor, floor) };
    return quantiles
      ? { ...raised, [QUANTILES]: tf.maximum(quantiles, tf.reshape(floor, [-1, 1, 1, floor.shape.at(-1) ?? 0])) }
      : raised;
  };
}
