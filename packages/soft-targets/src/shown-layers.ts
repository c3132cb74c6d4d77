import { nearestName, PipelineError } from '@tsdistill/contracts';
import type { NamedForecaster } from '@tsdistill/forecasting';
import type { Layers } from './compile-teacher';

/** The hidden layers of a teacher that are to be exported, and their shapes. @throws PipelineError LAYER_UNKNOWN */
export function shownLayers({ who, forecaster }: NamedForecaster, names: readonly string[] = []): Layers {
  const { config, layers } = forecaster;
  return names.map((name) => {
    const shape = layers[name];
    if (shape) return { name, shape };
    const found = Object.keys(layers);
    const wanted = { layer: name, task: '', found, nearest: nearestName(name, found) };
    throw new PipelineError('LAYER_UNKNOWN', {
      ...{ who, architecture: config.architecture, key: 'soft-targets.features' },
      ...wanted,
    });
  });
}
