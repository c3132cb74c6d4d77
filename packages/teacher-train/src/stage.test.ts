import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDataset, openModel, type TrainingHistory } from '@tsdistill/contracts';
import { loadWindowData, predictWindows, restoreForecaster, selectWindows } from '@tsdistill/forecasting';
import { compileInference } from '@tsdistill/engine';
import { PANEL, panelOrigins, panelValue, silentHost, temporaryFolder, writePanelDataset } from '@tsdistill/testing';
import { TeacherTrainConfig } from './config';
import { runTeacherTrain } from './stage';

const LOOKBACK = 6;
const root = temporaryFolder();
const at = (name: string) => join(root, name);

beforeAll(() => writePanelDataset(at('dataset')));

function run(out: string, { seed, ...training }: { seed?: number; [setting: string]: unknown }) {
  const config = TeacherTrainConfig.parse({
    model: { architecture: 'linear', lookback: LOOKBACK },
    training: { epochs: 1, learningRate: 0.01, ...training },
    ...(seed !== undefined && { seed }),
  });
  return runTeacherTrain(config, { dataset: at('dataset'), out: at(out) }, silentHost(at('work')));
}

it('gives equal bytes twice, and another model for another seed', async () => {
  await run('once', { seed: 1 });
  await run('twice', { seed: 1 });
  await run('other', { seed: 2 });
  const [once, twice, other] = ['once', 'twice', 'other'].map((name) => openModel(at(name)));
  expect(twice!.fingerprint).toBe(once!.fingerprint);
  expect(other!.parameters).not.toEqual(once!.parameters);
});

it('records its section with defaults filled in, and the data set as its only input', async () => {
  await run('recorded', {});
  const { manifest, description } = openModel(at('recorded'));
  expect(manifest.config).toMatchObject({
    seed: 0,
    model: { architecture: 'linear', normalisation: 'none' },
    training: { batchSize: 32, loss: 'mse' },
  });
  expect(manifest.inputs).toEqual({ dataset: openDataset(at('dataset')).fingerprint });
  expect(description.provenance.softTargets).toEqual([]);
});

// With a rate of nearly 0 the model stays what it was, so its training loss is its error on the train windows.
it('is fitted to the loss of its config', async () => {
  await run('mae', { loss: 'mae', learningRate: 1e-30, optimizer: 'sgd' });
  const model = openModel(at('mae'));
  const forecaster = restoreForecaster(model);
  const windows = selectWindows(loadWindowData(openDataset(at('dataset')), []), 'train', LOOKBACK);
  const predictor = compileInference({ ...forecaster, parameters: model.parameters });
  const errors: number[] = [];
  const origins = panelOrigins('train', LOOKBACK);
  for (const { first, forecast } of predictWindows(predictor, { forecaster, windows }))
    forecast.forEach((value, i) => {
      const [series, origin] = origins[first + Math.floor(i / 6)]!;
      errors.push(Math.abs(value - panelValue(series, origin + (Math.floor(i / 2) % PANEL.horizon), i % 2)));
    });
  predictor.dispose();
  const [epoch] = JSON.parse(readFileSync(at('mae/history.json'), 'utf8')) as TrainingHistory;
  expect(epoch!.train['loss']).toBeCloseTo(errors.reduce((sum, value) => sum + value, 0) / errors.length, 4);
});

it('refuses a folder that is no data set', async () => {
  const config = TeacherTrainConfig.parse({
    model: { architecture: 'linear', lookback: LOOKBACK },
    training: { epochs: 1, learningRate: 0.01 },
  });
  const folders = { dataset: at('once'), out: at('refused') };
  await expect(runTeacherTrain(config, folders, silentHost(at('work')))).rejects.toMatchObject({
    code: 'ARTIFACT_KIND',
  });
  expect(existsSync(at('refused'))).toBe(false);
});
