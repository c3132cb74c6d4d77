import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  checkArtifact,
  openDataset,
  openModel,
  openSoftTargets,
  readOrigins,
  writeArtifact,
  writeSoftTargets,
} from '@tsdistill/contracts';
import { compileInference } from '@tsdistill/engine';
import {
  loadWindowData,
  ModelConfig,
  restoreForecaster,
  TrainingConfig,
  hardObjective,
  trainModel,
  windowsAt,
} from '@tsdistill/forecasting';
import { silentHost, temporaryFolder, writeWaveDataset } from '@tsdistill/testing';
import { runAdoptSoftTargets } from './adopt-stage';
import { SoftTargetsConfig } from './config';
import { runSoftTargets } from './stage';

const WAVE = { rowCount: 200, channelCount: 2, horizon: 4, season: 8 };
const SIZE = 8;
const root = temporaryFolder();
const at = (name: string) => join(root, name);
const host = silentHost(at('work'));

beforeAll(async () => {
  await writeWaveDataset(at('dataset'), WAVE);
  const config = {
    model: ModelConfig.parse({
      architecture: 'mlp',
      lookback: 16,
      normalisation: 'mean',
      options: { hidden: 4, decomposition: 3 },
    }),
    training: TrainingConfig.parse({ epochs: 1, learningRate: 0.01 }),
  };
  const dataset = openDataset(at('dataset'));
  const objective = (train: Parameters<typeof hardObjective>[1]) => hardObjective('mse', train, 2);
  await trainModel({ dataset, config, seed: 0, inputs: {}, objective, section: {} }, at('teacher'), host);
  await runSoftTargets(
    SoftTargetsConfig.parse({}),
    { dataset: at('dataset'), teacher: at('teacher'), out: at('soft') },
    host,
  );
});

it('holds one forecast for every origin with a whole lookback before it, and says which were fitted on', () => {
  const origins = readOrigins(openDataset(at('dataset')));
  const expected = [...origins.origin.keys()].filter((i) => origins.origin[i]! >= 16);
  const soft = openSoftTargets(at('soft'));
  expect([...soft.origin]).toEqual(expected.map((i) => origins.origin[i]));
  expect([...soft.inSample]).toEqual(expected.map((i) => (origins.split[i] === 0 ? 1 : 0)));
  expect(soft.meta).toMatchObject({
    rowCount: expected.length,
    unit: 'standardized',
    channels: ['wave0', 'wave1'],
    horizon: 4,
  });
  // Row 119 is the last of the train split; rows are hours from 2024-01-01.
  expect(soft.meta.trainedUntil).toBe('2024-01-05T23:00:00.000Z');
  soft.close();
});

it('stores what the teacher forecasts at that origin', () => {
  const model = openModel(at('teacher'));
  const forecaster = restoreForecaster(model);
  const soft = openSoftTargets(at('soft'));
  const data = loadWindowData(openDataset(at('dataset')));
  const predictor = compileInference({ ...forecaster, parameters: model.parameters });
  const [stored, past] = [new Float32Array(SIZE), new Float32Array(32)];
  for (const origin of [16, 77, 196]) {
    windowsAt(data, { series: Int32Array.of(0), origin: Int32Array.of(origin) }, 16).copyPast(0, past, 0);
    soft.readForecast(soft.rowOf(0, origin), 1, stored);
    const { forecast } = predictor.run({ past }, 1);
    stored.forEach((value, i) => expect(value).toBeCloseTo(forecast![i]!, 5));
  }
  predictor.dispose();
  soft.close();
});

describe('with hidden layers', () => {
  const soft = (out: string, features: string[]) =>
    runSoftTargets(
      SoftTargetsConfig.parse({ features }),
      { dataset: at('dataset'), teacher: at('teacher'), out: at(out) },
      host,
    );

  // The last maps of the teacher's branches lead from its hidden layers to the forecast, less the mean of the window.
  it('holds those the forecast was made from, window by window, in the order they are asked for', async () => {
    await soft('shown', ['trend', 'map']);
    const [stored, { parameters }] = [openSoftTargets(at('shown')), openModel(at('teacher'))];
    const layers = ['trend', 'map'].map((name) => ({ name, shape: [2, 4] }));
    expect(stored.meta).toMatchObject({ features: [16], layers });
    const data = loadWindowData(openDataset(at('dataset')));
    const [features, forecast, past] = [new Float32Array(16), new Float32Array(SIZE), new Float32Array(32)];
    const branch = (name: string, place: number, step: number) => {
      const [kernel, bias] = ['kernel', 'bias'].map((part) => parameters[`${name}.out.${part}`]!.values);
      return [0, 1, 2, 3].reduce((sum, d) => sum + features[place + d]! * kernel![d * 4 + step]!, bias![step]!);
    };
    for (const origin of [16, 99, 150, 196]) {
      stored.readFeatures(stored.rowOf(0, origin), 1, features);
      stored.readForecast(stored.rowOf(0, origin), 1, forecast);
      windowsAt(data, { series: Int32Array.of(0), origin: Int32Array.of(origin) }, 16).copyPast(0, past, 0);
      forecast.forEach((value, i) => {
        const [step, channel] = [Math.floor(i / 2), i % 2];
        const mean = past.reduce((sum, x, at) => sum + (at % 2 === channel ? x / 16 : 0), 0);
        const told = branch('trend', 4 * channel, step) + branch('map', 8 + 4 * channel, step);
        expect(value).toBeCloseTo(told + mean, 4);
      });
    }
    expect(checkArtifact(at('shown'), openDataset(at('dataset'))).problems).toEqual([]);
    stored.close();
  });

  it('forecasts as without them', async () => {
    const [shown, plain] = [openSoftTargets(at('shown')), openSoftTargets(at('soft'))];
    const read = (targets: typeof plain) => {
      const all = new Float32Array(targets.meta.rowCount * SIZE);
      targets.readForecast(0, targets.meta.rowCount, all);
      return all;
    };
    expect(read(shown)).toEqual(read(plain));
    shown.close();
    plain.close();
  });

  it('refuses a layer that the teacher does not show, before anything is written', async () => {
    await expect(soft('refused', ['map', 'norm'])).rejects.toThrow(
      `No hidden layer "norm" is shown by the teacher in ${at('teacher')} (mlp); it shows map, trend.`,
    );
    expect(existsSync(at('refused'))).toBe(false);
  });

  it('refuses folds beside them: their teachers have layers that are not alike', () => {
    expect(SoftTargetsConfig.safeParse({ features: ['map'], folds: 2 }).success).toBe(false);
    expect(SoftTargetsConfig.safeParse({ features: ['map', 'map'] }).success).toBe(false);
  });
});

it('holds the quantiles of a teacher that forecasts some, the median that of its forecast', async () => {
  const config = {
    model: ModelConfig.parse({ ...{ architecture: 'mlp', lookback: 16 }, quantiles: [0.2, 0.5, 0.9] }),
    training: TrainingConfig.parse({ epochs: 1, learningRate: 0.01 }),
  };
  const objective = (train: Parameters<typeof hardObjective>[1]) =>
    hardObjective('mse', train, 2, config.model.quantiles);
  const dataset = openDataset(at('dataset'));
  await trainModel({ dataset, config, seed: 0, inputs: {}, objective, section: {} }, at('levels'), host);
  const folders = { dataset: at('dataset'), teacher: at('levels'), out: at('soft-levels') };
  await runSoftTargets(SoftTargetsConfig.parse({}), folders, host);
  const soft = openSoftTargets(at('soft-levels'));
  expect(soft.meta.quantiles).toEqual([0.2, 0.5, 0.9]);
  const [quantiles, forecast] = [new Float32Array(3 * SIZE), new Float32Array(SIZE)];
  for (const row of [0, 70, soft.meta.rowCount - 1]) {
    soft.readQuantiles(row, 1, quantiles);
    soft.readForecast(row, 1, forecast);
    forecast.forEach((value, i) => {
      expect(quantiles[SIZE + i]).toBeCloseTo(value, 5);
      expect(quantiles[i]).toBeLessThan(value);
      expect(quantiles[2 * SIZE + i]).toBeGreaterThan(value);
    });
  }
  soft.close();
  expect(checkArtifact(at('soft-levels'), dataset).problems).toEqual([]);
});

it('gives equal bytes twice', async () => {
  await runSoftTargets(
    SoftTargetsConfig.parse({}),
    { dataset: at('dataset'), teacher: at('teacher'), out: at('again') },
    host,
  );
  expect(readFileSync(at('again/manifest.json'))).toEqual(readFileSync(at('soft/manifest.json')));
});

it('refuses a teacher of another data set', async () => {
  await writeWaveDataset(at('other'), { ...WAVE, season: 9 });
  const folders = { dataset: at('other'), teacher: at('teacher'), out: at('refused') };
  await expect(runSoftTargets(SoftTargetsConfig.parse({}), folders, host)).rejects.toMatchObject({
    code: 'ARTIFACT_MISMATCH',
    context: { what: 'the season', leftValue: '8', rightValue: '9' },
  });
  expect(existsSync(at('refused'))).toBe(false);
});

describe('forecasts made elsewhere', () => {
  async function writeOutside(name: string, origins: number[], values = (_row: number) => 1): Promise<string> {
    const meta = {
      dataset: openDataset(at('dataset')).fingerprint,
      teacher: null,
      horizon: 4,
      channels: ['wave0', 'wave1'],
      unit: 'raw' as const,
      quantiles: [],
      features: [],
      trainedUntil: '2024-01-05T23:00:00.000Z',
    };
    const arrays = {
      series: new Int32Array(origins.length),
      origin: Int32Array.from(origins),
      inSample: new Uint8Array(origins.length),
      forecast: Float32Array.from({ length: origins.length * SIZE }, (_, i) => values(Math.floor(i / SIZE))),
    };
    await writeArtifact(at(name), { kind: 'soft-targets', config: {}, inputs: {} }, (draft) =>
      writeSoftTargets(draft, meta, [{ rowCount: origins.length, arrays }]),
    );
    return at(name);
  }
  const adopt = (softTargets: string) =>
    runAdoptSoftTargets({ dataset: at('dataset'), softTargets, out: at('adopted') }, host);

  it('are taken in as they are, also when they cover a part of the origins', async () => {
    await adopt(await writeOutside('outside', [30, 20, 40], (row) => row + 0.5));
    const adopted = openSoftTargets(at('adopted'));
    const row = new Float32Array(SIZE);
    adopted.readForecast(adopted.rowOf(0, 20), 1, row);
    expect([[...adopted.origin], adopted.meta.unit, [...row]]).toEqual([[30, 20, 40], 'raw', Array(SIZE).fill(1.5)]);
    expect(adopted.rowOf(0, 21)).toBe(-1);
    adopted.close();
  });

  it('are refused for an origin the data set does not have, naming the first and their number', async () => {
    const folder = await writeOutside('unknown', [20, 500, 501]);
    await expect(adopt(folder)).rejects.toThrow(/2 forecasts for origins.*series 0, origin 500/);
  });

  it('are refused when a value is not finite, naming the first and their number', async () => {
    const folder = await writeOutside('nan', [20, 21, 22], (row) => (row === 1 ? NaN : 0));
    await expect(adopt(folder)).rejects.toThrow(/1 forecasts with NaN.*series 0, origin 21/);
  });
});
