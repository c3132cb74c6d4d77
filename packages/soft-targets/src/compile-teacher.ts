import type { ModelArtifact, SoftTargetsMeta } from '@tsdistill/contracts';
import { compileInference } from '@tsdistill/engine';
import { restoreForecaster } from '@tsdistill/forecasting';
import type { Teacher } from './export-forecasts';

/** Hidden layers that soft targets hold, with their shapes. */
export type Layers = NonNullable<SoftTargetsMeta['layers']>;

/** A stored teacher, ready to speak and to show these layers; whoever calls disposes its predictor. */
export function compileTeacher({ parameters, ...model }: ModelArtifact, layers: Layers): Teacher {
  const forecaster = restoreForecaster({ ...model, parameters });
  const names = layers.map(({ name }) => name);
  const { inputs } = forecaster;
  return {
    forecaster,
    layers: names,
    predictor: compileInference({ inputs, parameters, forward: forecaster.showing(names) }),
  };
}
