import { PipelineError, readObservedRows } from '@tsdistill/contracts';
import {
  augmentedWindows,
  drawRecipes,
  foldWindows,
  newestOrigins,
  selectWindows,
  type WindowData,
  type Windows,
  windowsAt,
} from '@tsdistill/forecasting';
import type { AugmentConfig, SoftTargetsConfig } from './config';
import type { AugmentedPart, ForecastPart } from './export-forecasts';

/** Which teacher forecasts what: teacher 0 was trained on all train windows, teacher i + 1 was kept from fold i. */
export interface Plan {
  readonly forecasts: readonly ForecastPart[];
  readonly augmented: readonly AugmentedPart[];
}

/**
 * Says what is to be forecast and by whom, before anything is.
 *
 * Train windows are forecast by the teachers of their folds, the newest rows by the one kept from the last fold: its fold
 * ends where they begin, while the others were fitted to the first steps of their truth. A made window goes with its base,
 * and its partner is of the same fold. All else is forecast by teacher 0.
 *
 * @throws PipelineError NO_WINDOWS, FOLD_TOO_SMALL, NEWEST_NONE, AUGMENT_WITHOUT_OTHER
 */
export function planParts(config: SoftTargetsConfig, data: WindowData, lookback: number): Plan {
  const folds = trainFolds(config, data, lookback);
  const forecasts = config.splits.flatMap((split): readonly ForecastPart[] =>
    split === 'train' ? folds : [{ teacher: 0, windows: selectWindows(data, split, lookback), inSample: false }],
  );
  const newest: readonly ForecastPart[] = config.newest
    ? [{ teacher: config.folds ?? 0, windows: newestWindows(data, lookback), inSample: false }]
    : [];
  const { augment } = config;
  return {
    forecasts: [...forecasts, ...newest],
    augmented: augment ? folds.map((part, index) => makeWindows(data, augment, part, index)) : [],
  };
}

/** The train windows: fold by fold, or all of them as one part in sample. */
function trainFolds({ folds }: SoftTargetsConfig, data: WindowData, lookback: number): readonly ForecastPart[] {
  const train = selectWindows(data, 'train', lookback);
  if (folds === undefined) return [{ teacher: 0, windows: train, inSample: true }];
  return Array.from({ length: folds }, (_, index) => ({
    teacher: index + 1,
    windows: foldWindows(data, train, { index, count: folds }).held,
    inSample: false,
  }));
}

function newestWindows(data: WindowData, lookback: number): Windows {
  const { meta } = data.dataset.manifest;
  const keys = newestOrigins(meta, lookback, readObservedRows(data.dataset));
  if (keys.origin.length === 0)
    throw new PipelineError('NEWEST_NONE', { horizon: meta.horizon, stride: meta.stride, lookback });
  return windowsAt(data, keys, lookback);
}

function makeWindows(
  data: WindowData,
  { seed, ...options }: AugmentConfig,
  { teacher, windows }: ForecastPart,
  part: number,
): AugmentedPart {
  const width = data.dataset.manifest.meta.channels.target.length;
  const recipes = drawRecipes(windows, width, options, streamOf(seed, part));
  return { teacher, recipes, windows: augmentedWindows(data, recipes, windows.lookback) };
}

/** A stream of its own for every part of every seed. */
function streamOf(seed: number, part: number): number {
  return (Math.imul(seed + 1, 0x9e3779b1) + part) | 0;
}
