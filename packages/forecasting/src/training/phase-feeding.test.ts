import { openDataset } from '@tsdistill/contracts';
import { compileInference, loadEngine } from '@tsdistill/engine';
import { PANEL, panelOrigins, silentHost, temporaryFolder, writePanelDataset } from '@tsdistill/testing';
import { loadWindowData, selectWindows, type WindowData, windowsAt } from '../data/windows';
import { createForecaster, type Forecaster } from '../models/forecaster';
import { ModelConfig } from '../models/model-config';
import { predictWindows } from '../prediction/predict-windows';
import { BatchFeeder } from './batch-feeder';
import { hardObjective } from './objective';
import { trainModel } from './train-model';
import { TrainingConfig } from './training-config';

/** @file The phase of every window, where a model is fed it: weeks of hours, on series that start on different days. */

const LOOKBACK = 6;
const HOUR_MS = 3_600_000;
let data: WindowData;
let forecaster: Forecaster;

beforeAll(async () => {
  await loadEngine();
  const folder = temporaryFolder();
  await writePanelDataset(folder);
  data = loadWindowData(openDataset(folder));
  const config = ModelConfig.parse({ architecture: 'cyclenet', lookback: LOOKBACK, options: { period: 168 } });
  forecaster = createForecaster(config, data.dataset.manifest.meta);
});

/** Hours since the Thursday before, as a calendar shows them; 1970-01-01 was a Thursday. */
function hourOfWeek([series, origin]: readonly [series: number, origin: number]): number {
  const time = new Date(Date.parse(`${PANEL.starts[series]}T00:00Z`) + origin * HOUR_MS);
  return ((time.getUTCDay() + 3) % 7) * 24 + time.getUTCHours();
}

it('stands in a training batch beside its window', () => {
  const train = selectWindows(data, 'train', LOOKBACK);
  const objective = hardObjective('mse', train, PANEL.target.length);
  const feeder = new BatchFeeder({ forecaster, train, objective, config: { batchSize: 8 } });
  const origins = panelOrigins('train', LOOKBACK);
  const chosen = [40, 0, 21, 17, 63].filter((index) => index < origins.length);
  const { phase } = feeder.fill(Int32Array.from(chosen));
  expect([...phase!.subarray(0, chosen.length)]).toEqual(chosen.map((index) => hourOfWeek(origins[index]!)));
});

it('stands in every batch of a prediction, the short last one too', () => {
  const windows = selectWindows(data, 'train', LOOKBACK);
  const initial = forecaster.initialise(0);
  // All weights 0 and the cycle its own place: what is forecast is the place of the row.
  const parameters = Object.fromEntries(
    Object.entries(initial).map(([name, { shape, values }]) => [
      name,
      { shape, values: values.map((_, i) => (name === 'cycle' ? Math.floor(i / PANEL.target.length) : 0)) },
    ]),
  );
  const predictor = compileInference({ ...forecaster, parameters });
  const size = PANEL.horizon * PANEL.target.length;
  const found: number[] = [];
  for (const { count, forecast } of predictWindows(predictor, { forecaster, windows }))
    for (let slot = 0; slot < count; slot++) found.push(forecast[slot * size]!);
  predictor.dispose();
  expect(found.length).toBeGreaterThan(64);
  expect(found).toEqual(panelOrigins('train', LOOKBACK).map(hourOfWeek));
});

it('goes on behind the last row of a series', () => {
  const ends = PANEL.observedRowCounts.map((count, series) => [series, count + PANEL.horizon] as const);
  const keys = {
    series: Int32Array.from(ends, ([series]) => series),
    origin: Int32Array.from(ends, ([, origin]) => origin),
  };
  const windows = windowsAt(data, keys, LOOKBACK);
  expect(ends.map((_, index) => windows.phase(index, 168))).toEqual(ends.map(hourOfWeek));
});

it('is refused before any work where the steps of the data have no fixed length', async () => {
  const { dataset } = data;
  const { meta } = dataset.manifest;
  const business = { ...dataset, manifest: { ...dataset.manifest, meta: { ...meta, frequency: 'B' } } };
  const training = {
    dataset: business,
    config: { model: forecaster.config, training: TrainingConfig.parse({ epochs: 1, learningRate: 1 }) },
    seed: 0,
    inputs: {},
    objective: () => {
      throw new Error('work has started');
    },
    section: {},
  };
  await expect(trainModel(training, temporaryFolder(), silentHost(temporaryFolder()))).rejects.toMatchObject({
    code: 'STEP_NOT_FIXED',
  });
});
