import { createLoader } from './load-forecaster';
import type { Forecaster, ForecasterSource } from './types';

export { ForecastError } from './forecast-error';

/** The same for a browser: a path is a URL relative to the page. */
export const loadForecaster: (source: ForecasterSource) => Promise<Forecaster> = createLoader(
  (folder) => `${folder}/model.json`,
);
