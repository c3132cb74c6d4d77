import * as tf from '@tensorflow/tfjs';
import { type ExportedForecaster, scaleOf } from '@tsdistill/contracts/portable';
import { buildInputs, type GraphInputs, type ScaledSeries } from './build-inputs';
import { createClock } from './clock';
import { describeForecast } from './describe-forecast';
import { forecastError } from './fail';
import { factsOf } from './metadata';
import { readWindow } from './read-window';
import type { Forecaster } from './types';

/** Node of the graph that holds the forecast, [1, H, C]. */
const OUTPUT = 'forecast';

/** A forecaster around a loaded graph. It runs on the backend of tfjs that is current: a native one where one is registered. */
export function createForecaster(model: tf.GraphModel, metadata: ExportedForecaster): Forecaster {
  const facts = factsOf(metadata);
  const clock = createClock(facts.frequency, facts.timezone);
  return {
    ...facts,
    async forecast(history, options = {}) {
      const series = seriesOf(metadata, options.series);
      const window = readWindow(metadata, clock, history, options);
      const standardized = await predict(model, buildInputs(metadata, series, window));
      const timestamps = Array.from(window.futureTimes, (timeMs) => clock.format(timeMs));
      return { timestamps, ...describeForecast(metadata, series.scale, standardized) };
    },
    dispose: () => model.dispose(),
  };
}

/** @throws ForecastError FORECAST_SERIES when each series has a scale, and this one has none */
function seriesOf({ scaler, series = [] }: ExportedForecaster, name: string | undefined): ScaledSeries {
  const index = scaler.scope === 'global' ? 0 : series.indexOf(name ?? '');
  if (index < 0) throw forecastError('FORECAST_SERIES', { series: name, known: series });
  return { index, scale: scaleOf(scaler, index) };
}

/** The forecast of one window, standardized, [H, C]. */
async function predict(model: tf.GraphModel, inputs: GraphInputs): Promise<Float32Array> {
  const output = tf.tidy(() => {
    const tensors = model.inputs.map(({ name, shape = [] }) => {
      const values = inputs[name] ?? new Float32Array(0);
      return [name, tf.tensor(values, [1, ...shape.slice(1)])] as const;
    });
    return model.execute(Object.fromEntries(tensors), OUTPUT) as tf.Tensor;
  });
  try {
    return await output.data<'float32'>();
  } finally {
    output.dispose();
  }
}
