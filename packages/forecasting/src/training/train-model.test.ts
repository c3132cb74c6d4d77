import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDataset, openModel, type TrainingHistory } from '@tsdistill/contracts';
import { compileInference } from '@tsdistill/engine';
import { PANEL, panelOrigins, panelValue, silentHost, temporaryFolder, writePanelDataset } from '@tsdistill/testing';
import type { TrainingWindows } from '../data/concat-windows';
import { loadWindowData, type Windows, windowsAt } from '../data/windows';
import { restoreForecaster } from '../models/forecaster';
import { ModelConfig } from '../models/model-config';
import { hardObjective } from './objective';
import { type ModelTraining, trainModel } from './train-model';
import { TrainingConfig } from './training-config';

const LOOKBACK = 6;
const root = temporaryFolder();
const at = (name: string) => join(root, name);

beforeAll(() => writePanelDataset(at('dataset')));
afterEach(() => jest.restoreAllMocks());

function trainingOf(changed: Partial<ModelTraining> = {}, model: object = {}): ModelTraining {
  return {
    dataset: openDataset(at('dataset')),
    config: {
      model: ModelConfig.parse({ architecture: 'linear', lookback: LOOKBACK, ...model }),
      training: TrainingConfig.parse({ epochs: 8, learningRate: 0.5, patience: 8 }),
    },
    seed: 4,
    inputs: { softTargets0: 'b'.repeat(64), softTargets1: 'c'.repeat(64), tuning: 'd'.repeat(64) },
    objective: (train: Windows) => hardObjective('mse', train, PANEL.target.length),
    section: { student: 'as configured' },
    ...changed,
  };
}

const run = (changed: Partial<ModelTraining>, out: string, model: object = {}) =>
  trainModel(trainingOf(changed, model), at(out), silentHost(at('work')));

describe('the model artifact', () => {
  let fingerprint: string;
  beforeAll(async () => {
    fingerprint = await run({}, 'model');
  });
  const historyOf = () => JSON.parse(readFileSync(at('model/history.json'), 'utf8')) as TrainingHistory;

  it('says what it was made from', () => {
    const { description, manifest, fingerprint: found } = openModel(at('model'));
    const dataset = openDataset(at('dataset')).fingerprint;
    expect(found).toBe(fingerprint);
    expect(manifest.inputs).toEqual({
      ...{ dataset, softTargets0: 'b'.repeat(64), softTargets1: 'c'.repeat(64), tuning: 'd'.repeat(64) },
    });
    expect(manifest.config).toEqual({ student: 'as configured' });
    expect(description.provenance).toMatchObject({
      dataset,
      softTargets: ['b'.repeat(64), 'c'.repeat(64)],
      seed: 4,
      // 42 train rows, hour by hour from 2025-01-01; the other series end earlier.
      trainedUntil: '2025-01-02T17:00:00.000Z',
    });
    expect(description).toMatchObject({
      architecture: 'linear',
      lookback: LOOKBACK,
      horizon: PANEL.horizon,
      frequency: 'PT1H',
      unit: 'standardized',
      scaler: PANEL.scaler,
      channels: { target: PANEL.target, known: [] },
    });
  });

  it('has the history of every epoch, and names the best one', () => {
    const history = historyOf();
    expect(history.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const losses = history.map(({ validation }) => validation);
    const { bestEpoch, validationLoss } = openModel(at('model')).description.provenance;
    expect(bestEpoch).toBeGreaterThan(1);
    expect(bestEpoch).toBe(1 + losses.indexOf(Math.min(...losses)));
    expect(validationLoss).toBe(losses[bestEpoch - 1]);
  });

  it('holds the parameters that had this loss on the validation split', () => {
    const model = openModel(at('model'));
    const origins = panelOrigins('validation', LOOKBACK);
    const keys = {
      series: Int32Array.from(origins, ([series]) => series),
      origin: Int32Array.from(origins, ([, origin]) => origin),
    };
    const past = new Float32Array(origins.length * LOOKBACK * 2);
    const windows = windowsAt(loadWindowData(openDataset(at('dataset'))), keys, LOOKBACK);
    origins.forEach((_, index) => windows.copyPast(index, past, index * LOOKBACK * 2));
    const predictor = compileInference({ ...restoreForecaster(model), parameters: model.parameters });
    const { forecast } = predictor.run({ past }, origins.length);
    predictor.dispose();
    const squares = [...forecast!].map((value, i) => {
      const [series, origin] = origins[Math.floor(i / (2 * PANEL.horizon))]!;
      return (value - panelValue(series, origin + (Math.floor(i / 2) % PANEL.horizon), i % 2)) ** 2;
    });
    const mse = squares.reduce((sum, value) => sum + value, 0) / squares.length;
    expect(mse).toBeCloseTo(model.description.provenance.validationLoss, 4);
  });
});

/** One window without truth of series 1. */
const extraAt =
  (origin: number, readUntil: string | null = null): NonNullable<ModelTraining['extraWindows']> =>
  (data) => {
    const windows = windowsAt(data, { series: Int32Array.of(1), origin: Int32Array.of(origin) }, LOOKBACK);
    return { lists: [{ windows, labelled: false }], readUntil };
  };

it('hands the extra windows to its objective, behind those of the train split', async () => {
  let seen: TrainingWindows | undefined;
  const objective = (train: TrainingWindows) => hardObjective('mse', (seen = train), PANEL.target.length);
  await run({ objective, extraWindows: extraAt(33) }, 'extra');
  const count = panelOrigins('train', LOOKBACK).length;
  expect(seen!.count).toBe(count + 1);
  expect([seen!.series[count], seen!.origin[count]]).toEqual([1, 33]);
  expect([seen!.labelled(count - 1), seen!.labelled(count)]).toEqual([true, false]);
});

it.each([
  [{ extraWindows: extraAt(33, '2025-01-02T16:00:00.000Z') }, '2025-01-02T17:00:00.000Z'],
  [{ extraWindows: extraAt(33, '2025-01-03T01:00:00.000Z') }, '2025-01-03T01:00:00.000Z'],
  [{ inputsTrainedUntil: ['2024-12-01', '2025-02-01T00:00:00Z', 'long ago'] }, '2025-02-01T00:00:00.000Z'],
])(
  'is trained until the latest of the train rows, what extra windows read and its inputs: %#',
  async (changed, until) => {
    const name = `until-${until.replaceAll(/\W/g, '')}-${Object.keys(changed)[0]}`;
    await run(changed, name);
    expect(openModel(at(name)).description.provenance.trainedUntil).toBe(until);
  },
);

it('learns something else from another seed', async () => {
  await run({ seed: 5 }, 'seed5');
  expect(openModel(at('seed5')).parameters).not.toEqual(openModel(at('model')).parameters);
});

describe('a half-done training', () => {
  /** Name of the snapshot that a training leaves when it is stopped after its first epoch. */
  async function snapshotName(changed: Partial<ModelTraining>, code = 'tested'): Promise<string> {
    const work = temporaryFolder();
    const stop = new AbortController();
    let now = 0;
    jest.spyOn(Date, 'now').mockImplementation(() => (now += 200));
    const host = { ...silentHost(work, stop.signal), code, detail: () => stop.abort() };
    await expect(trainModel(trainingOf(changed), at('never'), host)).rejects.toThrow('stopped on request');
    expect(existsSync(at('never'))).toBe(false);
    const [name = '', ...others] = readdirSync(join(work, 'training'));
    expect(others).toEqual([]);
    return name;
  }

  it('is picked up by a training with the same section, seed, inputs, engine and code only', async () => {
    const objective = (train: Windows) => {
      process.env['TSDISTILL_BACKEND'] = 'wasm';
      return hardObjective('mse', train, PANEL.target.length);
    };
    const name = await snapshotName({});
    expect(await snapshotName({})).toBe(name);
    const others = [
      await snapshotName({ seed: 5 }),
      await snapshotName({ section: { student: 'otherwise' } }),
      await snapshotName({ inputs: { softTargets0: 'c'.repeat(64) } }),
      await snapshotName({ extraWindows: extraAt(20) }),
      await snapshotName({ extraWindows: extraAt(21) }),
      await snapshotName({ extraWindows: extraAt(21, '2030-01-01T00:00:00.000Z') }),
      await snapshotName({ objective }),
      await snapshotName({}, 'other'),
    ];
    delete process.env['TSDISTILL_BACKEND'];
    expect(new Set([name, ...others]).size).toBe(9);
  });
});

it.each([
  ['NO_WINDOWS', { lookback: 60 }],
  ['SEASON_TOO_LONG', { lookback: 5, residual: 'seasonal' }],
  ['COVARIATE_UNKNOWN', { architecture: 'lstm', known: ['tide'] }],
  ['COVARIATE_UNKNOWN', { architecture: 'mlp', static: ['harbour'] }],
])('refuses with %s before it writes anything', async (code, model) => {
  await expect(run({}, 'refused', model)).rejects.toMatchObject({ code });
  expect(existsSync(at('refused'))).toBe(false);
});

it('refuses a folder that holds something else before it trains, and leaves it alone', async () => {
  mkdirSync(at('thesis'));
  writeFileSync(at('thesis/thesis.txt'), 'years of work');
  const host = { ...silentHost(at('work')), progress: () => fail('it trained') };
  await expect(trainModel(trainingOf(), at('thesis'), host)).rejects.toMatchObject({ code: 'ARTIFACT_OCCUPIED' });
  expect(readdirSync(at('thesis'))).toEqual(['thesis.txt']);
});

function fail(reason: string): never {
  throw new Error(reason);
}
