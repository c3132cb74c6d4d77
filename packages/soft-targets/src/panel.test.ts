import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkArtifact, openDataset, openModel, openSoftTargets } from '@tsdistill/contracts';
import { compileInference } from '@tsdistill/engine';
import {
  createForecaster,
  hardObjective,
  loadWindowData,
  ModelConfig,
  restoreForecaster,
  selectWindows,
  TrainingConfig,
  trainModel,
  type Windows,
} from '@tsdistill/forecasting';
import {
  PANEL,
  panelKnown,
  panelOrigins,
  panelPast,
  panelStatic,
  panelValue,
  silentHost,
  temporaryFolder,
  writePanelDataset,
  writePanelTeacher,
} from '@tsdistill/testing';
import { runAdoptSoftTargets } from './adopt-stage';
import { SoftTargetsConfig } from './config';
import { copyForecasts } from './copy-forecasts';
import { exportForecasts } from './export-forecasts';
import { runSoftTargets } from './stage';

/** @file Several series, a scaler each, covariates in another order than the data set's, and batches smaller than a split. */

const [LOOKBACK, SIZE] = [6, PANEL.horizon * PANEL.target.length];
const root = temporaryFolder();
const at = (name: string) => join(root, name);
const host = silentHost(at('work'));

/** Trains the teacher that the first two tests read; its forecasts hang on every input. */
beforeAll(async () => {
  await writePanelDataset(at('dataset'), { covariates: true });
  const config = {
    model: ModelConfig.parse({
      ...{ architecture: 'lstm', lookback: LOOKBACK, options: { layers: 2 } },
      ...{ past: ['wind', 'flow'], known: ['swing', 'ramp'], static: ['kind=b', 'area'] },
    }),
    training: TrainingConfig.parse({ epochs: 1, learningRate: 0.01 }),
  };
  const objective = (train: Windows) => hardObjective('mse', train, PANEL.target.length);
  const training = { dataset: openDataset(at('dataset')), config, seed: 0, inputs: {}, objective, section: {} };
  await trainModel(training, at('teacher'), host);
});

const run = (config: object, out: string) =>
  runSoftTargets(
    SoftTargetsConfig.parse(config),
    { dataset: at('dataset'), teacher: at('teacher'), out: at(out) },
    host,
  );

it('holds what the teacher says of each series, from rows made by the formula', async () => {
  await run({}, 'soft');
  const [soft, model] = [openSoftTargets(at('soft')), openModel(at('teacher'))];
  const predictor = compileInference({ ...restoreForecaster(model), parameters: model.parameters });
  const rows = (from: number, count: number, columns: readonly number[], value: (row: number, c: number) => number) =>
    Float32Array.from({ length: count * columns.length }, (_, i) =>
      value(from + Math.floor(i / columns.length), columns[i % columns.length]!),
    );
  const stored = new Float32Array(SIZE);
  for (const [series, origin] of (['train', 'validation', 'test'] as const).flatMap((s) => panelOrigins(s, LOOKBACK))) {
    const from = origin - LOOKBACK;
    const past = rows(from, LOOKBACK, [0, 1], (row, c) => panelValue(series, row, c));
    const known = rows(from, LOOKBACK + PANEL.horizon, [2, 0], (row, c) => panelKnown(series, row, c));
    const covariates = rows(from, LOOKBACK, [1, 0], (row, c) => panelPast(series, row, c));
    const statics = Float32Array.of(panelStatic(series, 2), panelStatic(series, 0));
    const { forecast } = predictor.run({ past, covariates, known, static: statics }, 1);
    soft.readForecast(soft.rowOf(series, origin), 1, stored);
    stored.forEach((value, i) => expect(value).toBeCloseTo(forecast![i]!, 4));
  }
  predictor.dispose();
  soft.close();
});

it('is made by a teacher whose file says which covariates it reads, and how they are scaled', () => {
  const { channels, covariateScaler } = openModel(at('teacher')).description;
  const names = { past: ['wind', 'flow'], known: ['swing', 'ramp'], static: ['kind=b', 'area'] };
  expect(channels).toEqual({ target: PANEL.target, ...names });
  expect(covariateScaler).toEqual({
    past: { shift: [-20, 3], scale: [8, 0.5] },
    static: { shift: [0, 100], scale: [1, 25] },
  });
  expect(checkArtifact(at('teacher'), openDataset(at('dataset'))).problems).toEqual([]);
});

it('covers the splits it is told to, and says whose forecasts they are', async () => {
  await run({ splits: ['validation', 'train'] }, 'part');
  const soft = openSoftTargets(at('part'));
  const keys = Array.from(soft.series, (series, i) => [series, soft.origin[i], soft.inSample[i]]);
  expect(keys).toEqual([
    ...panelOrigins('validation', LOOKBACK).map((key) => [...key, 0]),
    ...panelOrigins('train', LOOKBACK).map((key) => [...key, 1]),
  ]);
  const [dataset, teacher] = [openDataset(at('dataset')).fingerprint, openModel(at('teacher')).fingerprint];
  expect(soft.meta).toMatchObject({ dataset, teacher, trainedUntil: '2025-01-02T17:00:00.000Z' });
  expect(soft.artifact.manifest).toMatchObject({
    inputs: { dataset, teacher },
    config: { splits: ['validation', 'train'], newest: false },
  });
  soft.close();
});

it.each([1, 7, 1000])('gives the same rows in batches of %i', (batchRows) => {
  const dataset = openDataset(at('dataset'));
  const config = ModelConfig.parse({ architecture: 'linear', lookback: LOOKBACK });
  const forecaster = createForecaster(config, dataset.manifest.meta);
  // A map of zeros with a bias of 1, 2, 3 forecasts just that.
  const bias = { shape: [3], values: Float32Array.of(1, 2, 3) };
  const zero = { shape: [LOOKBACK, 3], values: new Float32Array(3 * LOOKBACK) };
  const predictor = compileInference({ ...forecaster, parameters: { 'map.kernel': zero, 'map.bias': bias } });
  const data = loadWindowData(dataset);
  const splits = (['train', 'test'] as const).map((split) => ({
    teacher: 0,
    windows: selectWindows(data, split, LOOKBACK),
    inSample: split === 'train',
  }));
  const rows: unknown[] = [];
  for (const { rowCount, arrays } of exportForecasts([{ predictor, forecaster, layers: [] }], splits, batchRows)) {
    expect(rowCount).toBeLessThanOrEqual(batchRows);
    for (let row = 0; row < rowCount; row++)
      rows.push([
        arrays.series[row],
        arrays.origin[row],
        arrays.inSample[row],
        ...arrays.forecast.subarray(row * SIZE, (row + 1) * SIZE),
      ]);
  }
  predictor.dispose();
  const expected = (split: 'train' | 'test', inSample: number) =>
    panelOrigins(split, LOOKBACK).map((key) => [...key, inSample, 1, 1, 2, 2, 3, 3]);
  expect(rows).toEqual([...expected('train', 1), ...expected('test', 0)]);
});

describe('forecasts made elsewhere', () => {
  const origins = panelOrigins('test').reverse();
  const forecast = (series: number, row: number, channel: number) => 100 * series + row + channel / 2;
  const write = (name: string, changed: object = {}) => {
    const { fingerprint } = openDataset(at('dataset'));
    return writePanelTeacher(at(name), { dataset: fingerprint, origins, forecast, unit: 'standardized', ...changed });
  };
  const adopt = (name: string) =>
    runAdoptSoftTargets({ dataset: at('dataset'), softTargets: at(name), out: at(`${name}-adopted`) }, host);

  it.each([1, 4, 1000])('are passed on row by row in batches of %i', async (batchRows) => {
    await write(`outside${batchRows}`);
    const outside = openSoftTargets(at(`outside${batchRows}`));
    const rows: unknown[] = [];
    for (const { rowCount, arrays } of copyForecasts(outside, Int32Array.from(outside.series.keys()), batchRows))
      for (let row = 0; row < rowCount; row++)
        rows.push([arrays.series[row], arrays.origin[row], ...arrays.forecast.subarray(row * SIZE, (row + 1) * SIZE)]);
    outside.close();
    const expected = ([series, origin]: readonly [number, number]) =>
      Array.from({ length: SIZE }, (_, i) => forecast(series, origin + Math.floor(i / 2), i % 2));
    expect(rows).toEqual(origins.map((key) => [...key, ...expected(key)]));
  });

  it('name the data set and the folder they came from by fingerprint', async () => {
    const outside = await write('named');
    await adopt('named');
    const soft = openSoftTargets(at('named-adopted'));
    soft.close();
    expect(soft.artifact.manifest.inputs).toEqual({ dataset: openDataset(at('dataset')).fingerprint, outside });
  });

  it('are refused for an origin that only another series has', async () => {
    await write('other-series', {
      origins: [
        [1, 60],
        [0, 60],
      ],
    });
    await expect(adopt('other-series')).rejects.toThrow(/1 forecasts for origins.*series 0, origin 60/);
  });

  // The panel has levels of tens, spreads of a few; the numbers are those of `panelValue` and nearly right, read as what they are.
  it('are refused in another unit than they say, with both errors', async () => {
    await write('relabelled', {
      forecast: (series: number, row: number, channel: number) => panelValue(series, row, channel) + 0.1,
    });
    relabelAsRaw(at('relabelled'));
    await expect(adopt('relabelled')).rejects.toMatchObject({
      code: 'SOFT_TARGETS_UNIT',
      message: expect.stringMatching(
        /relabelled says that its forecasts are raw, but .* is \d+(\.\d+)?; read as standardized it would be 0\.01\.$/,
      ),
    });
    expect(existsSync(at('relabelled-adopted'))).toBe(false);
  });

  it('are refused, and found by check, behind the last observed train row', async () => {
    await writePanelDataset(at('masked'), { masked: true, hidden: [[1, 41]] });
    const dataset = openDataset(at('masked'));
    const teacher = { dataset: dataset.fingerprint, origins: [[1, 40], [1, 41]] }; // prettier-ignore
    await write('behind', teacher);
    const adopted = runAdoptSoftTargets({ dataset: at('masked'), softTargets: at('behind'), out: at('no') }, host);
    await expect(adopted).rejects.toThrow(/1 forecasts for origins.*series 1, origin 41/);
    expect(checkArtifact(at('behind'), dataset).problems).toMatchObject([
      {
        topic: 'coverage',
        what: '1 row for origins that the data set does not have; the first is series 1, origin 41',
      },
    ]);
  });

  it('are refused when they speak of another data set', async () => {
    await write('other-data', { dataset: 'd'.repeat(64) });
    await expect(adopt('other-data')).rejects.toMatchObject({ code: 'ARTIFACT_MISMATCH' });
  });

  // -1.25 has no logarithm of 1 + x; a floor of 0 raises it, so the floor is taken away here.
  it('are refused where the transform of the targets does not take them, with their number and the first', async () => {
    await writePanelDataset(at('counts'), { transformed: true });
    const free = copyWithoutFloor(at('counts'), at('counts-free'));
    const run = (dataset: string, name: string) =>
      runAdoptSoftTargets({ dataset, softTargets: at(name), out: at(`${name}-adopted`) }, host);
    const below = (dataset: string) => ({
      ...{ dataset: openDataset(dataset).fingerprint, unit: 'standardized' as const },
      forecast: (series: number, row: number, channel: number) =>
        series === 2 && row === 46 && channel === 0 ? -1.25 : 1,
    });
    await write('low', below(free));
    relabelAsRaw(at('low'));
    await expect(run(free, 'low')).rejects.toMatchObject({
      code: 'SOFT_TARGETS_OUTSIDE_TRANSFORM',
      message: expect.stringMatching(
        /holds 3 raw forecasts .* -1\.25 at series 2, origin 46, channel "load" \(log1p\)/,
      ),
    });
    await write('raised', below(at('counts')));
    relabelAsRaw(at('raised'));
    await expect(run(at('counts'), 'raised')).resolves.toBeUndefined();
  });
});

function copyWithoutFloor(from: string, to: string): string {
  cpSync(from, to, { recursive: true });
  changeManifest(to, ({ meta }) => delete meta.scaler!.floor);
  return to;
}

/** Its numbers are then those of the file, with no scaler in between. */
function relabelAsRaw(folder: string): void {
  changeManifest(folder, ({ meta }) => (meta.unit = 'raw'));
}

interface Changeable {
  readonly meta: { unit?: string; scaler?: { floor?: number } };
}

function changeManifest(folder: string, change: (manifest: Changeable) => void): void {
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Changeable;
  change(manifest);
  writeFileSync(file, JSON.stringify(manifest));
}
