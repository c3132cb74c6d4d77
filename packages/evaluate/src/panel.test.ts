import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  countParameters,
  forecastColumns,
  openDataset,
  openEvaluation,
  openModel,
  readTable,
} from '@tsdistill/contracts';
import {
  hardObjective,
  loadWindowData,
  ModelConfig,
  TrainingConfig,
  trainModel,
  type Windows,
} from '@tsdistill/forecasting';
import {
  PANEL,
  panelOrigins,
  panelValue,
  silentHost,
  temporaryFolder,
  writePanelDataset,
  writePanelTeacher,
} from '@tsdistill/testing';
import { EvaluateConfig } from './config';
import { modelForecasts } from './forecast-sources';
import type { Latency } from './measure-latency';
import type { EvaluateFolders } from './open-inputs';
import { runEvaluate } from './stage';

/** @file An evaluation over several series in which every model differs from the others, so that none can stand for another. */

const root = temporaryFolder();
const at = (name: string) => join(root, name);
const host = silentHost(at('work'));
const [FAST, SLOW] = [
  { architecture: 'linear', lookback: 6 },
  { architecture: 'itransformer', lookback: 34, options: { width: 32, heads: 4, layers: 4, feedForward: 32 } },
];

async function writeModel(name: string, config: object, seed: number): Promise<void> {
  const objective = (train: Windows) => hardObjective('mse', train, PANEL.target.length);
  const settings = {
    model: ModelConfig.parse(config),
    training: TrainingConfig.parse({ epochs: 1, learningRate: 1e-6 }),
  };
  const dataset = openDataset(at('dataset'));
  await trainModel({ dataset, config: settings, seed, inputs: {}, objective, section: {} }, at(name), host);
}

beforeAll(async () => {
  await writePanelDataset(at('dataset'));
  await writeModel('student0', FAST, 0);
  await writeModel('student1', FAST, 1);
  await writeModel('twin0', SLOW, 0);
  await writeModel('long', { ...FAST, lookback: 38 }, 0);
  await writeModel('twin1', { ...FAST, lookback: 7 }, 1);
  const dataset = openDataset(at('dataset')).fingerprint;
  const forecast = (series: number, row: number, channel: number) => panelValue(series, row, channel) + 0.1;
  await writePanelTeacher(at('soft2'), { dataset, origins: panelOrigins('test'), forecast, unit: 'standardized' });
  await writePanelTeacher(at('soft'), { dataset, origins: panelOrigins('test'), forecast, unit: 'raw' });
  plain = await evaluate('plain', { teacher: [at('twin0')] });
});

type Evaluated = Awaited<ReturnType<typeof evaluate>>;
let plain: Evaluated;

interface Changed {
  readonly teacher?: readonly string[];
  readonly softTargets?: readonly string[];
  readonly placebos?: EvaluateFolders['placebos'];
  readonly rivals?: EvaluateFolders['placebos'];
  readonly config?: object;
}

async function evaluate(out: string, changed: Changed = {}) {
  const config = EvaluateConfig.parse({ bootstrap: { resamples: 100 }, ...changed.config });
  const folders = {
    dataset: at('dataset'),
    softTargets: changed.softTargets ?? [at('soft')],
    teacher: changed.teacher ?? [],
    student: [at('student0'), at('student1')],
    twin: [at('twin0'), at('twin1')],
    placebos: changed.placebos ?? [],
    rivals: changed.rivals ?? [],
    out: at(out),
  };
  await runEvaluate({ name: 'panel', config, folders }, host);
  const { latency } = JSON.parse(readFileSync(at(`${out}/measured.json`), 'utf8')) as {
    latency: Record<string, Latency[]>;
  };
  return { ...openEvaluation(at(out)), latency };
}

it('stores the forecasts of each student and twin under its own number', () => {
  const columns = forecastColumns(plain.manifest.meta);
  const { model, series, origin, forecast } = readTable(at('plain/forecasts.arrow'), columns);
  const origins = panelOrigins('test', SLOW.lookback);
  const keys = {
    series: Int32Array.from(origins, ([s]) => s),
    origin: Int32Array.from(origins, ([, row]) => row),
  };
  const data = loadWindowData(openDataset(at('dataset')));
  const size = PANEL.horizon * PANEL.target.length;
  ['student0', 'student1', 'twin0', 'twin1'].forEach((name, number) => {
    const first = number * origins.length;
    let row = first;
    for (const values of modelForecasts(openModel(at(name)), data, keys)) {
      expect([model[row], series[row], origin[row]]).toEqual([number, ...origins[row - first]!]);
      expect(forecast.subarray(row * size, (row + 1) * size)).toEqual(values);
      row += 1;
    }
  });
});

it('is over the windows that the longest lookback leaves, a twin’s here', () => {
  expect(plain.manifest.meta.windowCount).toBe(panelOrigins('test', SLOW.lookback).length);
});

it('counts the lookback of a placebo or rival too', async () => {
  const rivals = [{ name: 'long', folders: [at('long')] }];
  const expected = panelOrigins('test', 38).length;
  expect(expected).toBeLessThan(panelOrigins('test', SLOW.lookback).length);
  for (const named of [{ rivals }, { placebos: rivals }])
    expect((await evaluate('long-one', named)).summary.windowCount).toBe(expected);
});

it('counts a baseline’s lookback too, and takes its season from the config, or from the data set', async () => {
  const baselines = [{ baseline: 'seasonal-naive', season: 36 }, { baseline: 'seasonal-naive' }];
  const { summary } = await evaluate('seasons', { config: { baselines } });
  const origins = panelOrigins('test', 36);
  expect(origins.length).toBeLessThan(panelOrigins('test', SLOW.lookback).length);
  expect(summary.windowCount).toBe(origins.length);
  for (const season of [36, PANEL.season]) {
    const errors = origins.flatMap(([series, origin]) =>
      Array.from({ length: PANEL.horizon * 2 }, (_, i) => {
        const [row, channel] = [origin + Math.floor(i / 2), i % 2];
        return panelValue(series, row, channel) - panelValue(series, row - season, channel);
      }),
    );
    const mse = errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length;
    const found = summary.models.find(({ name }) => name === `seasonal-naive ${season}`);
    expect(found!.mean['mse']).toBeCloseTo(mse, 4);
  }
});

it('has the size and the latency of each role; of several teachers those of all together', async () => {
  const sizeOf = (name: string) => countParameters(openModel(at(name)).parameters);
  const { student, twin, teacher } = plain.latency;
  for (const batch of [0, 1]) {
    expect(twin![batch]!.p50Ms).toBeGreaterThan(2 * student![batch]!.p50Ms);
    expect(teacher![batch]!.p50Ms).toBeGreaterThan(2 * student![batch]!.p50Ms);
  }
  const twice = [at('soft'), at('soft2')];
  const several = await evaluate('two-teachers', { teacher: [at('twin0'), at('student0')], softTargets: twice });
  expect(several.latency['teacher']!.map(({ batch }) => batch)).toEqual([1, 32]);
  const partly = await evaluate('one-of-two', { teacher: [at('twin0')], softTargets: twice });
  expect(partly.latency).not.toHaveProperty('teacher');
  const counts = ({ summary }: Evaluated) =>
    (['teacher', 'student', 'twin'] as const).map(
      (role) => summary.models.find((model) => model.role === role)!.parameterCount,
    );
  expect(counts(plain)).toEqual([sizeOf('twin0'), sizeOf('student0'), sizeOf('twin0')]);
  expect(counts(several)).toEqual([sizeOf('twin0') + sizeOf('student0'), sizeOf('student0'), sizeOf('twin0')]);
  expect(counts(partly)).toEqual([null, sizeOf('student0'), sizeOf('twin0')]);
  const members = ({ summary }: Evaluated) =>
    summary.models.filter(({ role }) => role === 'member').map(({ name, parameterCount }) => [name, parameterCount]);
  expect(members(several)).toEqual([
    ['itransformer', sizeOf('twin0')],
    ['linear', sizeOf('student0')],
  ]);
  expect(several.summary.models[0]!.name).toBe('mean of 2 teachers');
});
