import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  openArtifact,
  openDataset,
  openEvaluation,
  openModel,
  readTable,
  writeArtifact,
  writeSoftTargets,
} from '@tsdistill/contracts';
import {
  hardObjective,
  loadWindowData,
  ModelConfig,
  TrainingConfig,
  trainModel,
  type Windows,
} from '@tsdistill/forecasting';
import { silentHost, temporaryFolder, waveValue, writeWaveDataset } from '@tsdistill/testing';
import { EvaluateConfig } from './config';
import { modelForecasts } from './forecast-sources';
import { runEvaluate } from './stage';

const WAVE = { rowCount: 400, channelCount: 2, horizon: 4, season: 8 };
const SIZE = 8;
const FIRST_TEST_ROW = 320;
const TEST_WINDOWS = 400 - 320 - 4 + 1;
const root = temporaryFolder();
const at = (name: string) => join(root, name);
const host = silentHost(at('work'));
const config = EvaluateConfig.parse({ bootstrap: { resamples: 200 } });

async function train(name: string, seed: number, epochs: number): Promise<void> {
  const settings = {
    model: ModelConfig.parse({ architecture: 'linear', lookback: 12, normalisation: 'mean' }),
    training: TrainingConfig.parse({ epochs, learningRate: 0.02 }),
  };
  const objective = (windows: Windows) => hardObjective('mse', windows, 2);
  const dataset = openDataset(at('dataset'));
  await trainModel(
    { dataset, config: settings, seed, inputs: {}, objective, section: {} },
    at(`${name}-${seed}`),
    host,
  );
}

/** A teacher that is wrong by `error` everywhere, on the given origins. */
async function writeTeacher(name: string, error: number, origins: number[]): Promise<string> {
  const meta = {
    dataset: openDataset(at('dataset')).fingerprint,
    teacher: null,
    horizon: WAVE.horizon,
    channels: ['wave0', 'wave1'],
    unit: 'raw' as const,
    quantiles: [],
    features: [],
    trainedUntil: null,
  };
  const forecast = origins.flatMap((origin) =>
    Array.from({ length: SIZE }, (_, i) => waveValue(origin + Math.floor(i / 2), i % 2, WAVE.season) + error),
  );
  const arrays = {
    series: new Int32Array(origins.length),
    origin: Int32Array.from(origins),
    inSample: new Uint8Array(origins.length),
    forecast: Float32Array.from(forecast),
  };
  await writeArtifact(at(name), { kind: 'soft-targets', config: {}, inputs: {} }, (draft) =>
    writeSoftTargets(draft, meta, [{ rowCount: origins.length, arrays }]),
  );
  return at(name);
}

const range = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);

async function evaluate(out: string, softTargets: string[], changed = {}) {
  const students = [at('student-0'), at('student-1')];
  const twins = [at('twin-0'), at('twin-1')];
  const folders = {
    dataset: at('dataset'),
    softTargets,
    teacher: [],
    student: students,
    twin: twins,
    out: at(out),
    ...changed,
  };
  const table = await runEvaluate({ name: 'wave', config, folders }, host);
  const { summary } = openEvaluation(at(out));
  return { table, summary, modelOf: (role: string) => summary.models.find((model) => model.role === role)! };
}

beforeAll(async () => {
  await writeWaveDataset(at('dataset'), WAVE);
  for (const seed of [0, 1]) {
    await train('student', seed, 12);
    await train('twin', seed, 1);
  }
});

it('scores every model on all test windows; a teacher wrong by .1 everywhere has mse .01 and mae .1', async () => {
  const teacher = await writeTeacher('teacher', 0.1, range(FIRST_TEST_ROW, TEST_WINDOWS));
  const { summary, modelOf, table } = await evaluate('evaluation', [teacher]);
  expect(summary.windowCount).toBe(TEST_WINDOWS);
  expect(modelOf('teacher').mean['mse']).toBeCloseTo(0.01, 5);
  expect(modelOf('teacher').mean['mae']).toBeCloseTo(0.1, 5);
  expect(modelOf('student').runs.map(({ seed }) => seed)).toEqual([0, 1]);
  expect(modelOf('student').parameterCount).toBe(12 * 4 + 4);
  expect(table).toContain('wave');
});

it('has the mean of several teachers as one model: errors of +.3 and -.1 make .1', async () => {
  const origins = range(FIRST_TEST_ROW, TEST_WINDOWS);
  const teachers = [await writeTeacher('plus', 0.3, origins), await writeTeacher('minus', -0.1, origins)];
  const { modelOf } = await evaluate('several', teachers);
  expect(modelOf('teacher').mean['mae']).toBeCloseTo(0.1, 5);
});

it('scores a model as a slow loop over its forecasts and the formula of the rows does', async () => {
  const model = openModel(at('student-0'));
  const data = loadWindowData(openDataset(at('dataset')), []);
  const keys = { series: new Int32Array(TEST_WINDOWS), origin: Int32Array.from(range(FIRST_TEST_ROW, TEST_WINDOWS)) };
  let sum = 0;
  let window = 0;
  for (const forecast of modelForecasts(model, data, keys)) {
    forecast.forEach((value, i) => {
      sum += (value - waveValue(FIRST_TEST_ROW + window + Math.floor(i / 2), i % 2, WAVE.season)) ** 2;
    });
    window += 1;
  }
  const { modelOf } = await evaluate('slow', [at('teacher')]);
  expect(modelOf('student').runs[0]!.overall['mse']! / (sum / (TEST_WINDOWS * SIZE))).toBeCloseTo(1, 4);
});

it('stores the forecasts of students and twins, keyed by model, series and origin', async () => {
  await evaluate('stored', [at('teacher')]);
  const { models } = openArtifact(at('stored'), 'evaluation').manifest.meta;
  expect(models.map(({ role, seed }) => `${role} ${seed}`)).toEqual(['student 0', 'student 1', 'twin 0', 'twin 1']);
  const table = readTable(at('stored/forecasts.arrow'), {
    model: { kind: 'int32' },
    origin: { kind: 'int32' },
    forecast: { kind: 'float32-list', width: SIZE },
  });
  expect([...table.model]).toEqual(range(0, 4).flatMap((model) => Array<number>(TEST_WINDOWS).fill(model)));
  expect([...table.origin.subarray(0, TEST_WINDOWS)]).toEqual(range(FIRST_TEST_ROW, TEST_WINDOWS));
  expect(table.forecast.every(Number.isFinite)).toBe(true);
});

it('leaves out windows that a teacher does not cover, for every model, and says how many', async () => {
  const warnings: unknown[] = [];
  const teacher = await writeTeacher('partial', 0.1, range(FIRST_TEST_ROW, 50));
  const folders = {
    dataset: at('dataset'),
    softTargets: [teacher],
    teacher: [],
    student: [at('student-0')],
    twin: [at('twin-0')],
    out: at('covered'),
  };
  await runEvaluate({ name: 'wave', config, folders }, { ...host, warn: (fields) => void warnings.push(fields) });
  expect(warnings).toEqual([{ windows: TEST_WINDOWS - 50 }]);
  expect(openArtifact(at('covered'), 'evaluation').manifest.meta.windowCount).toBe(50);
});

it('gives equal bytes twice; latency is measured outside the manifest', async () => {
  await evaluate('once', [at('teacher')]);
  await evaluate('twice', [at('teacher')]);
  const read = (file: string) => readFileSync(at(file), 'utf8');
  expect(read('twice/manifest.json')).toBe(read('once/manifest.json'));
  expect(JSON.parse(read('once/measured.json'))).toMatchObject({ latency: { student: [{ batch: 1 }, { batch: 32 }] } });
});

it('refuses a student of another data set', async () => {
  await writeWaveDataset(at('other'), { ...WAVE, season: 9 });
  await expect(evaluate('refused', [at('teacher')], { dataset: at('other') })).rejects.toMatchObject({
    code: 'ARTIFACT_MISMATCH',
  });
});
