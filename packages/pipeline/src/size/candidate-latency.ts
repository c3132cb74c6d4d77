import { canonicalJson, type DatasetMeta } from '@tsdistill/contracts';
import { measureForecasters } from '@tsdistill/evaluate';
import { createForecaster } from '@tsdistill/forecasting';
import type { Candidate } from '@tsdistill/size-search';

/**
 * Median ms of one forecast of one window by a model with initial parameters, measured once for each model however often it is
 * asked for (a candidate comes with several learning rates). The engine must be started.
 */
export function candidateLatency(data: DatasetMeta): (candidate: Candidate) => number {
  const known = new Map<string, number>();
  return ({ model }) => {
    const key = canonicalJson(model);
    const forecaster = createForecaster(model, data);
    const measure = () =>
      measureForecasters([{ forecaster, parameters: forecaster.initialise(0) }], [1])[0]?.p50Ms ?? NaN;
    const latency = known.get(key) ?? measure();
    known.set(key, latency);
    return latency;
  };
}
