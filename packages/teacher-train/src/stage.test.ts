import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDataset, openModel, type TrainingHistory } from '@tsdistill/contracts';
import { type Fold, loadWindowData, predictWindows, restoreForecaster, selectWindows } from '@tsdistill/forecasting';
import { compileInference } from '@tsdistill/engine';
import { PANEL, panelOrigins, panelValue, silentHost, temporaryFolder, writePanelDataset } from '@tsdistill/testing';
import { TeacherTrainConfig } from './config';
import { runTeacherTrain } from './stage';

const LOOKBACK = 6;
const root = temporaryFolder();
const at = (name: string) => join(root, name);

beforeAll(() => writePanelDataset(at('dataset')));

interface Settings {
  seed?: number;
  fold?: Fold;
  [setting: string]: unknown;
}

function run(out: string, { seed, fold, ...training }: Settings) {
  const config = TeacherTrainConfig.parse({
    model: { architecture: 'linear', lookback: LOOKBACK },
    training: { epochs: 1, learningRate: 0.01, ...training },
    ...(seed !== undefined && { seed }),
  });
  return runTeacherTrain(config, { dataset: at('dataset'), out: at(out) }, silentHost(at('work')), fold);
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
  const windows = selectWindows(loadWindowData(openDataset(at('dataset'))), 'train', LOOKBACK);
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

describe('kept from a fold', () => {
  const fold = { index: 1, count: 3 };
  // 72 windows: 22 of series 2 (2023), 16 of series 0 (2024), 34 of series 1 (2025); fold 1 holds the places 24 to 47.
  // Sorted by time: 22 of series 2, then origins 6 to 21 of series 0, then 6 to 39 of series 1.
  const held = (series: number, origin: number) => (series === 0 ? origin >= 8 : series === 1 && origin < 16);
  const shares = ([series, origin]: readonly [number, number]) =>
    [0, 1, 2].some((step) => held(series, origin + step) || held(series, origin - step));

  it('is fitted to the windows that share no row with it', async () => {
    await run('fold', { fold, learningRate: 1e-30, optimizer: 'sgd' });
    const model = openModel(at('fold'));
    const forecaster = restoreForecaster(model);
    const windows = selectWindows(loadWindowData(openDataset(at('dataset'))), 'train', LOOKBACK);
    const predictor = compileInference({ ...forecaster, parameters: model.parameters });
    const origins = panelOrigins('train', LOOKBACK);
    const errors: number[] = [];
    for (const { first, forecast } of predictWindows(predictor, { forecaster, windows }))
      forecast.forEach((value, i) => {
        const [series, origin] = origins[first + Math.floor(i / 6)]!;
        if (shares([series, origin])) return;
        errors.push((value - panelValue(series, origin + (Math.floor(i / 2) % PANEL.horizon), i % 2)) ** 2);
      });
    predictor.dispose();
    // 24 are held; two of series 0 before them and two of series 1 behind them share a row.
    expect([origins.length, errors.length / 6]).toEqual([72, 72 - 24 - 4]);
    const [epoch] = JSON.parse(readFileSync(at('fold/history.json'), 'utf8')) as TrainingHistory;
    expect(epoch!.train['loss']).toBeCloseTo(errors.reduce((sum, value) => sum + value, 0) / errors.length, 4);
  });

  it('says so, in its config and its provenance, and gives equal bytes twice', async () => {
    await run('fold-once', { fold });
    await run('fold-twice', { fold });
    const [once, twice] = [openModel(at('fold-once')), openModel(at('fold-twice'))];
    expect(once.fingerprint).toBe(twice.fingerprint);
    expect(once.manifest.config).toMatchObject({ seed: 0, fold });
    expect(once.description.provenance.fold).toEqual(fold);
    await run('whole', {});
    expect(openModel(at('whole')).description.provenance).not.toHaveProperty('fold');
  });

  it('of the last fold is fitted until the row before it', async () => {
    await run('fold-last', { fold: { index: 2, count: 3 } });
    // Fold 2 begins at origin 16 of series 1, which starts at 2025-01-01 00:00.
    expect(openModel(at('fold-last')).description.provenance.trainedUntil).toBe('2025-01-01T15:00:00.000Z');
  });

  it('is refused before any work where no window is left, and nothing is written', async () => {
    const refused = run('fold-refused', { fold: { index: 0, count: 73 } });
    await expect(refused).rejects.toMatchObject({
      code: 'FOLD_TOO_SMALL',
      context: { fold: 0, folds: 73, held: 0, rest: 72, windowCount: 72, lookback: LOOKBACK, horizon: PANEL.horizon },
    });
    expect(existsSync(at('fold-refused'))).toBe(false);
  });
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
