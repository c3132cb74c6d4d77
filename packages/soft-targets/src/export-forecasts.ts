import {
  type AugmentedBatch,
  emptyRecipes,
  RECIPE_COLUMNS,
  type Recipes,
  sizeOf,
  type SoftTargetBatch,
} from '@tsdistill/contracts';
import type { Predictor } from '@tsdistill/engine';
import {
  type AugmentedWindows,
  type Forecaster,
  predictWindows,
  QUANTILES,
  type Windows,
} from '@tsdistill/forecasting';

/** A teacher ready to speak. */
export interface Teacher {
  readonly predictor: Predictor;
  readonly forecaster: Forecaster;
  /** Hidden layers that the predictor shows, in the order in which they are written; [] = none. */
  readonly layers: readonly string[];
}

/** Windows that one teacher forecasts, by its place in the list; `inSample` when it was fitted on their truth. */
export interface ForecastPart {
  readonly teacher: number;
  readonly windows: Windows;
  readonly inSample: boolean;
}

/** Made windows that one teacher forecasts, and how they are made. */
export interface AugmentedPart {
  readonly teacher: number;
  readonly recipes: Recipes;
  readonly windows: AugmentedWindows;
}

/**
 * Forecasts every window and gathers the forecasts into record batches of `batchRows`.
 *
 * The arrays of a batch are reused for the next one.
 */
export function* exportForecasts(
  teachers: readonly Teacher[],
  parts: readonly ForecastPart[],
  batchRows: number,
): Generator<SoftTargetBatch> {
  const [featureCount, quantileCount] = [featureSize(teachers), quantileSize(teachers)];
  const arrays = {
    series: new Int32Array(batchRows),
    origin: new Int32Array(batchRows),
    inSample: new Uint8Array(batchRows),
    forecast: new Float32Array(batchRows * forecastSize(teachers)),
    ...(quantileCount > 0 && { quantiles: new Float32Array(batchRows * quantileCount) }),
    ...(featureCount > 0 && { features: new Float32Array(batchRows * featureCount) }),
  };
  let rowCount = 0;
  for (const { part, index, forecast, quantiles, hidden } of forecastRows(teachers, parts)) {
    arrays.series[rowCount] = part.windows.series[index] ?? 0;
    arrays.origin[rowCount] = part.windows.origin[index] ?? 0;
    arrays.inSample[rowCount] = part.inSample ? 1 : 0;
    arrays.forecast.set(forecast, rowCount * forecast.length);
    if (quantiles) arrays.quantiles?.set(quantiles, rowCount * quantileCount);
    writeFeatures(hidden, arrays.features, rowCount * featureCount);
    rowCount += 1;
    if (rowCount < batchRows) continue;
    yield { rowCount, arrays };
    rowCount = 0;
  }
  if (rowCount > 0) yield { rowCount, arrays };
}

/** The same for made windows: each row is its recipe and its forecast. */
export function* exportAugmented(
  teachers: readonly Teacher[],
  parts: readonly AugmentedPart[],
  batchRows: number,
): Generator<AugmentedBatch> {
  const arrays = {
    ...emptyRecipes(batchRows),
    forecast: new Float32Array(batchRows * forecastSize(teachers)),
  };
  let rowCount = 0;
  for (const { part, index, forecast } of forecastRows(teachers, parts)) {
    copyRecipe(part.recipes, part.windows.row[index] ?? 0, arrays, rowCount);
    arrays.forecast.set(forecast, rowCount * forecast.length);
    rowCount += 1;
    if (rowCount < batchRows) continue;
    yield { rowCount, arrays };
    rowCount = 0;
  }
  if (rowCount > 0) yield { rowCount, arrays };
}

interface Part {
  readonly teacher: number;
  readonly windows: Windows;
}

/** One forecast [H, C] after the other, and its hidden layers; the arrays are reused. */
function* forecastRows<Given extends Part>(teachers: readonly Teacher[], parts: readonly Given[]) {
  const size = forecastSize(teachers);
  for (const part of parts) {
    const teacher = teachers[part.teacher];
    if (!teacher) throw new RangeError(`there is no teacher ${part.teacher}`);
    const { predictor, forecaster, layers } = teacher;
    for (const batch of predictWindows(predictor, { forecaster, windows: part.windows })) {
      const shown = layers.map((name) => batch.hidden[name] ?? new Float32Array(0));
      const rowOf = (values: Float32Array, i: number) =>
        values.subarray((values.length / batch.count) * i, (values.length / batch.count) * (i + 1));
      for (let i = 0; i < batch.count; i++) {
        const hidden = shown.map((values) => rowOf(values, i));
        const quantiles = batch.hidden[QUANTILES] && rowOf(batch.hidden[QUANTILES], i);
        const forecast = batch.forecast.subarray(i * size, (i + 1) * size);
        yield { part, index: batch.first + i, forecast, quantiles, hidden };
      }
    }
  }
}

/** All teachers of one artifact forecast the same channels and steps. */
function forecastSize([first]: readonly Teacher[]): number {
  return first ? first.forecaster.horizon * first.forecaster.channels.target.length : 0;
}

/** Values of all quantiles of one window. */
function quantileSize(teachers: readonly Teacher[]): number {
  return (teachers[0]?.forecaster.config.quantiles.length ?? 0) * forecastSize(teachers);
}

/** Values of all hidden layers of one window. */
function featureSize([first]: readonly Teacher[]): number {
  const shapes = first?.layers.map((name) => first.forecaster.layers[name] ?? []) ?? [];
  return shapes.reduce((sum, shape) => sum + sizeOf(shape), 0);
}

function writeFeatures(hidden: readonly Float32Array[], out: Float32Array | undefined, offset: number): void {
  let next = offset;
  for (const values of hidden) {
    out?.set(values, next);
    next += values.length;
  }
}

const RECIPE_NAMES = Object.keys(RECIPE_COLUMNS) as (keyof Recipes)[];

function copyRecipe(from: Recipes, row: number, to: Recipes, place: number): void {
  for (const name of RECIPE_NAMES) to[name][place] = from[name][row] ?? 0;
}
