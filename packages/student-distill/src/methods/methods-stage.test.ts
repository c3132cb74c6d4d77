import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  checkArtifact,
  openDataset,
  openModel,
  type TrainingHistory,
  writeArtifact,
  writeSoftTargets,
} from '@tsdistill/contracts';
import { silentHost, temporaryFolder, waveValue, writeWaveDataset } from '@tsdistill/testing';
import { DistillationConfig, StudentConfig } from '../config';
import { runStudentDistill } from '../stage';

/** @file Every way to distil as a whole stage: artifacts in, artifact out. */

const WAVE = { rowCount: 120, channelCount: 2, horizon: 4, season: 8 };
const SIZE = WAVE.horizon * WAVE.channelCount;
const LOOKBACK = 8;
const student = StudentConfig.parse({
  model: { architecture: 'mlp', lookback: LOOKBACK, normalisation: 'mean', options: { hidden: 4 } },
  training: { epochs: 2, learningRate: 0.01 },
});
const root = temporaryFolder();
const at = (name: string) => join(root, name);

beforeAll(async () => {
  await writeWaveDataset(at('dataset'), WAVE);
  await writeTeacher('teacher', (origin) => (origin % 5 === 0 ? 3 : 0.2));
});

/** Forecasts of all train windows, each wrong by `miss` at every other step. */
async function writeTeacher(
  name: string,
  miss: (origin: number) => number,
  teacher: string | null = null,
): Promise<void> {
  const origins = Array.from({ length: 60 }, (_, i) => LOOKBACK + i);
  const forecast = origins.flatMap((origin) =>
    Array.from({ length: SIZE }, (_, i) => {
      const step = Math.floor(i / WAVE.channelCount);
      return waveValue(origin + step, i % WAVE.channelCount, WAVE.season) + (step % 2) * miss(origin);
    }),
  );
  const meta = {
    dataset: openDataset(at('dataset')).fingerprint,
    ...{ teacher, horizon: WAVE.horizon, channels: ['wave0', 'wave1'], unit: 'standardized' as const },
    ...{ quantiles: [0.1, 0.5, 0.9], features: [6], layers: [{ name: 'norm', shape: [2, 3] }], trainedUntil: null },
  };
  const arrays = {
    series: new Int32Array(origins.length),
    origin: Int32Array.from(origins),
    inSample: new Uint8Array(origins.length),
    forecast: Float32Array.from(forecast),
    quantiles: Float32Array.from(origins.flatMap((_, row) => around(forecast.slice(row * SIZE, (row + 1) * SIZE)))),
    features: Float32Array.from({ length: 6 * origins.length }, (_, i) => Math.sin(0.7 * i)),
  };
  await writeArtifact(at(name), { kind: 'soft-targets', config: {}, inputs: {} }, (draft) =>
    writeSoftTargets(draft, meta, [{ rowCount: origins.length, arrays }]),
  );
}

/** Quantiles of one window, a step of 1 apart. */
const around = (forecast: readonly number[]) => [-1, 0, 1].flatMap((gap) => forecast.map((value) => value + gap));

interface Change {
  readonly teacher?: string;
  /** Its model. */
  readonly model?: string | undefined;
  readonly config?: StudentConfig;
}

async function distil(
  out: string,
  distillation: object,
  { teacher = 'teacher', model, config = student }: Change = {},
) {
  const training = { student: config, seed: 0, distillation: DistillationConfig.parse(distillation) };
  const heard = { softTargets: [at(teacher)], ...(model !== undefined && { teacher: at(model) }) };
  const folders = { dataset: at('dataset'), ...heard, out: at(out) };
  await runStudentDistill(training, folders, silentHost(at('work')));
  const history = JSON.parse(readFileSync(join(at(out), 'history.json'), 'utf8')) as TrainingHistory;
  return { ...openModel(at(out)), history };
}

const PLAIN = { weights: { hard: 1, soft: 2 } };

describe.each([
  ['feature', { teacher: 'norm', student: 'map', weight: 3 }],
  ['multi-period', { weight: 3, temperature: 1 }],
  ['relational', { agree: 'distances', weight: 3 }],
  ['relational', { agree: 'neighbours', weight: 3 }],
] as const)('%s %p', (name, settings) => {
  it('is a term of the loss with its weight, and leaves a sound model of the same parameters', async () => {
    const plain = await distil('plain', PLAIN);
    const { history, parameters, folder } = await distil('method', { ...PLAIN, [name]: settings });
    for (const { train } of history) {
      const { loss, hard, soft, [name]: term } = train;
      expect(term).toBeGreaterThan(0);
      expect(loss).toBeCloseTo(hard! + 2 * soft! + 3 * term!, 3);
    }
    expect(Object.keys(parameters)).toEqual(Object.keys(plain.parameters));
    expect(parameters).not.toEqual(plain.parameters);
    expect(checkArtifact(folder, openDataset(at('dataset'))).problems).toEqual([]);
  });

  it('gives equal bytes twice', async () => {
    const [once, twice] = ['once', 'twice'].map((out) => distil(out, { ...PLAIN, [name]: settings }));
    expect((await once)!.fingerprint).toBe((await twice)!.fingerprint);
  });
});

// A miss of 3 is the largest there is and so believed not at all, whichever its sign.
it('with confidence learns nothing from the forecasts that are most wrong', async () => {
  await writeTeacher('other', (origin) => (origin % 5 === 0 ? -3 : 0.2));
  const both = (confidence: boolean) =>
    Promise.all(
      ['teacher', 'other'].map((teacher) => distil(`${teacher}-${confidence}`, { ...PLAIN, confidence }, { teacher })),
    );
  const [[one, two], [third, fourth]] = [await both(true), await both(false)];
  expect(one!.parameters).toEqual(two!.parameters);
  expect(third!.parameters).not.toEqual(fourth!.parameters);
});

describe('a student that begins with weights of its teacher', () => {
  const configOf = (change: object, model: object = {}) =>
    StudentConfig.parse({
      model: { ...student.model, ...model },
      training: { epochs: 1, learningRate: 1e-30, optimizer: 'sgd', ...change },
    });
  const still = configOf({});

  beforeAll(async () => {
    const folders = { dataset: at('dataset'), softTargets: [], out: at('taught') };
    await runStudentDistill({ student, seed: 7 }, folders, silentHost(at('work')));
    await writeTeacher('its-words', () => 0.2, openModel(at('taught')).fingerprint);
  });

  const heir = (out: string, change: Change = {}, settings: object = {}) =>
    distil(out, { ...PLAIN, model: settings }, { teacher: 'its-words', model: 'taught', config: still, ...change });

  // Nothing is learnt at a rate of nearly 0.
  it('is its teacher before it learns, and records it as an input', async () => {
    const [taught, { parameters, manifest }] = [openModel(at('taught')), await heir('heir')];
    expect(parameters).toEqual(taught.parameters);
    expect(manifest.inputs['teacher']).toBe(taught.fingerprint);
    expect(manifest.config).toMatchObject({ distillation: { model: { largest: false } } });
  });

  it('has of a wider teacher the units of largest norm', async () => {
    const narrow = configOf({}, { options: { hidden: 2 } });
    const { parameters } = await heir('narrow', { config: narrow }, { largest: true });
    const { values } = openModel(at('taught')).parameters['map.in.bias']!;
    expect(parameters['map.in.bias']!.values.every((value) => values.includes(value))).toBe(true);
  });

  it.each([
    ['no model is given', { model: undefined }, 'COPY_WITHOUT_MODEL'],
    ['the soft targets are of another teacher', { teacher: 'teacher' }, 'ARTIFACT_MISMATCH'],
    ['the covariates differ', { config: configOf({}, { known: ['phase'] }) }, 'COPY_CHANNELS'],
    [
      'the architectures differ',
      { config: configOf({}, { architecture: 'linear', options: {} }) },
      'COPY_ARCHITECTURE',
    ],
    [
      'the architectures and the covariates differ',
      { config: configOf({}, { architecture: 'rnn', known: ['phase'], options: {} }) },
      'COPY_ARCHITECTURE',
    ],
    ['the shapes differ', { config: configOf({}, { options: { hidden: 2 } }) }, 'COPY_SHAPES'],
    ['it has no layers to choose', { every: 2 }, 'COPY_LAYERS'],
  ])('is refused before any work where %s', async (_, { every, ...change }: Change & { every?: number }, code) => {
    await expect(heir('refused', change as Change, every === undefined ? {} : { every })).rejects.toMatchObject({
      code,
    });
    expect(existsSync(at('refused'))).toBe(false);
  });

  it('is refused where a model is given and none asked for', async () => {
    const change = { teacher: 'its-words', model: 'taught' };
    await expect(distil('refused', PLAIN, change)).rejects.toMatchObject({
      code: 'COPY_WITHOUT_MODEL',
      context: { given: at('taught'), studentWho: 'the student', teacherWho: `the teacher of ${at('its-words')}` },
    });
  });
});

describe('a student that forecasts quantiles', () => {
  const config = StudentConfig.parse({ ...student, model: { ...student.model, quantiles: [0.1, 0.5, 0.9] } });

  it('learns those of its teacher by pinball, and says which it forecasts', async () => {
    const { history, description, folder } = await distil('levels', { ...PLAIN, quantile: { weight: 3 } }, { config });
    for (const { train } of history) {
      const { loss, hard, soft, quantile } = train;
      expect(quantile).toBeGreaterThan(0);
      expect(loss).toBeCloseTo(hard! + 2 * soft! + 3 * quantile!, 3);
    }
    expect(description.quantiles).toEqual([0.1, 0.5, 0.9]);
    expect(checkArtifact(folder, openDataset(at('dataset'))).problems).toEqual([]);
  });

  // Nothing is learnt at a rate of nearly 0, so that both losses are those of the start.
  it('alone is fitted and validated by pinball, whatever the loss of points', async () => {
    const still = { epochs: 1, learningRate: 1e-30, optimizer: 'sgd' };
    const [squares, sizes] = await Promise.all(
      ['mse', 'mae'].map(async (loss) => {
        const given = StudentConfig.parse({ model: config.model, training: { ...still, loss } });
        const folders = { dataset: at('dataset'), softTargets: [], out: at(`levels-${loss}`) };
        await runStudentDistill({ student: given, seed: 0 }, folders, silentHost(at('work')));
        return JSON.parse(readFileSync(join(folders.out, 'history.json'), 'utf8')) as TrainingHistory;
      }),
    );
    expect(squares![0]!.train['loss']).toBeCloseTo(sizes![0]!.train['loss']!, 6);
    expect(squares![0]!.validation).toBeCloseTo(sizes![0]!.validation, 6);
  });
});

// What it says is made of the truth: it has no layers, no quantiles and no weights.
it('leaves out for a placebo what only a teacher has', async () => {
  const hint = { teacher: 'norm', student: 'map' };
  const asked = {
    feature: hint,
    'multi-level': { norm: { student: 'map' }, state: { student: 'map' } },
    model: {},
    quantile: {},
    relational: { agree: 'distances' },
  };
  const distillation = DistillationConfig.parse({ ...PLAIN, ...asked });
  const training = { student, seed: 0, distillation, placebo: 'smoothed-labels' as const };
  const folders = { dataset: at('dataset'), softTargets: [], out: at('placebo') };
  await runStudentDistill(training, folders, silentHost(at('work')));
  const [epoch] = JSON.parse(readFileSync(join(folders.out, 'history.json'), 'utf8')) as TrainingHistory;
  expect(Object.keys(epoch!.train).sort()).toEqual(['gradientNorm', 'hard', 'loss', 'relational', 'soft']);
});
