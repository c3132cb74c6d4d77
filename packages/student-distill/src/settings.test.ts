import { join } from 'node:path';
import {
  emptyRecipes,
  openDataset,
  openModel,
  type ParameterValues,
  type StageHost,
  type TunedSettings,
  writeArtifact,
  writeAugmented,
  writeSoftTargets,
} from '@tsdistill/contracts';
import { loadEngine, tf } from '@tsdistill/engine';
import type { CombineConfig } from '@tsdistill/forecasting';
import {
  PANEL,
  panelOrigins,
  type PanelTeacher,
  panelValue,
  silentHost,
  temporaryFolder,
  writePanelDataset,
  writePanelTeacher,
} from '@tsdistill/testing';
import { DistillationConfig, StudentConfig } from './config';
import { runStudentDistill } from './stage';

/**
 * @file Whole distillations with the settings of an experiment, by algebra: all windows are one batch and training is plain gradient
 * descent, so soft targets that say the truth must make the student its twin, whatever windows and weights carry them.
 */

const LOOKBACK = 6;
const [TRAIN, VALIDATION] = [panelOrigins('train'), panelOrigins('validation')];
const root = temporaryFolder();
const at = (name: string) => join(root, name);

beforeAll(() => writePanelDataset(at('dataset')));

type TeacherChange = Partial<Omit<PanelTeacher, 'dataset'>>;

async function teacher(name: string, changed: TeacherChange = {}): Promise<string> {
  const truth = { origins: [...TRAIN, ...VALIDATION], forecast: panelValue, unit: 'standardized' as const };
  await writePanelTeacher(at(name), { ...truth, ...changed, dataset: openDataset(at('dataset')).fingerprint });
  return at(name);
}

const STUDENT = {
  model: { architecture: 'mlp', lookback: LOOKBACK, normalisation: 'mean', options: { hidden: 4 } },
  training: { epochs: 3, batchSize: 512, learningRate: 0.1, optimizer: 'sgd' },
};

interface Setting {
  readonly softTargets?: readonly string[];
  readonly distillation?: object;
  readonly combine?: CombineConfig;
  readonly placebo?: 'smoothed-labels';
  readonly tuning?: string;
  readonly student?: object;
  readonly host?: StageHost;
}

async function train(out: string, setting: Setting = {}) {
  const { softTargets = [], distillation, combine, placebo, tuning, student = {}, host } = setting;
  const task = {
    student: StudentConfig.parse({ ...STUDENT, ...student }),
    seed: 3,
    ...(distillation && { distillation: DistillationConfig.parse(distillation) }),
    ...(combine && { combine }),
    ...(placebo && { placebo }),
  };
  const folders = { dataset: at('dataset'), softTargets, tuning, out: at(out) };
  await runStudentDistill(task, folders, host ?? silentHost(at('work')));
  return openModel(at(out));
}

let trainedAlone: ReturnType<typeof train> | undefined;
/** The student trained alone. */
const twin = () => (trainedAlone ??= train('twin'));

function distance(a: ParameterValues, b: ParameterValues): number {
  return Math.max(
    ...Object.entries(a).flatMap(([name, { values }]) => [...values].map((v, i) => Math.abs(v - b[name]!.values[i]!))),
  );
}

const NEAR = 2e-5;

/** The truth, missed by as much everywhere. */
const missing = (by: number) => (series: number, row: number, channel: number) => panelValue(series, row, channel) + by;

describe('several teachers', () => {
  const softTargets = () =>
    Promise.all([
      teacher('truth'),
      teacher('wild', { forecast: missing(40) }),
      teacher('wilder', { forecast: missing(-90) }),
    ]);
  it.each(['median', { by: 'validation', per: 'channel' }, { by: 'validation', per: 'step' }] as const)(
    'of whom one says the truth make the twin by %j, and not by their mean',
    async (combine) => {
      const name = JSON.stringify(combine).replaceAll(/\W/g, '');
      const setting = { softTargets: await softTargets(), distillation: { alpha: 0.5 }, combine };
      const alone = await twin();
      const model = await train(`combined-${name}`, setting);
      expect(distance(model.parameters, alone.parameters)).toBeLessThan(NEAR);
      expect(model.manifest.config).toMatchObject({ combine });
      const mean = await train(`mean-${name}`, { ...setting, combine: 'mean' });
      expect(distance(mean.parameters, alone.parameters)).toBeGreaterThan(0.01);
    },
  );
});

describe('trust', () => {
  it('in a teacher that says the truth changes nothing', async () => {
    const setting = { softTargets: [await teacher('trusted')], distillation: { alpha: 0.5, trust: 'step' } };
    const [trusted, alone] = [await train('trusting', setting), await twin()];
    expect(distance(trusted.parameters, alone.parameters)).toBeLessThan(NEAR);
  });

  it('in a teacher that is a thousand times worse than naive leaves the hard loss, and is told', async () => {
    const told: object[] = [];
    const host = { ...silentHost(at('work')), info: (fields: object) => void told.push(fields) };
    const softTargets = [await teacher('nonsense', { forecast: missing(1000) })];
    const weights = { hard: 1, soft: 1 };
    const doubting = await train('doubting', { softTargets, distillation: { weights, trust: 'channel' }, host });
    // What is left of the pull: 1000 · mse of naive / 1000², small beside the truth's.
    expect(distance(doubting.parameters, (await twin()).parameters)).toBeLessThan(1e-3);
    expect(told).toContainEqual({ lowered: 2, of: 2, least: expect.closeTo(0, 5) });
    const believing = await train('believing', { softTargets, distillation: { weights: { hard: 1, soft: 1e-3 } } });
    expect(distance(believing.parameters, doubting.parameters)).toBeGreaterThan(0.01);
  });
});

it('has the multi-scale loss: full weight on the truth at every scale is not the plain loss on it', async () => {
  const softTargets = [await teacher('scaled')];
  const plain = await train('plain', { softTargets, distillation: { alpha: 1 } });
  const scaled = await train('two-scales', { softTargets, distillation: { alpha: 1, scales: 2 } });
  expect(distance(plain.parameters, scaled.parameters)).toBeGreaterThan(1e-3);
  await expect(train('three', { softTargets, distillation: { alpha: 1, scales: 3 } })).rejects.toMatchObject({
    code: 'SCALES_TOO_MANY',
    message: 'A horizon of 3 steps has no value left after 2 poolings by 2, which 3 scales need.',
    hint: 'Lower `distillation.scales` of the experiment to 2 or less.',
  });
});

describe('windows without truth', () => {
  const ends = [
    [0, 22],
    [0, 23],
    [1, 40],
    [1, 41],
    [2, 28],
    [2, 29],
  ] as const;
  const distillation = { weights: { hard: 1, soft: 1 }, unlabelled: true };

  it('at the end of the train rows teach something, and leave the last row that was read where it was', async () => {
    const softTargets = [await teacher('newest', { origins: [...TRAIN, ...ends] })];
    const model = await train('newest-student', { softTargets, distillation });
    const without = await train('newest-without', { softTargets, distillation: { weights: { hard: 1, soft: 1 } } });
    expect(distance(model.parameters, without.parameters)).toBeGreaterThan(1e-4);
    expect(model.description.provenance.trainedUntil).toBe(without.description.provenance.trainedUntil);
  });

  it('are learnt from like windows made of nothing but them', async () => {
    const said = missing(1);
    const origins = [...TRAIN, [1, 41] as const];
    const newest = [await teacher('one-newest', { origins, forecast: said })];
    const made = [await augmentedTeacher('one-made', said, [[1, 41]])];
    const model = await train('one-newest-student', { softTargets: newest, distillation });
    const weights = { hard: 1, soft: 1 };
    const same = await train('one-made-student', { softTargets: made, distillation: { weights, augmented: true } });
    expect(distance(model.parameters, same.parameters)).toBeLessThan(NEAR);
  });

  it('behind all rows move the last row that was read to the one before the latest of them', async () => {
    const future = PANEL.observedRowCounts.map((count, series) => [series, count] as const);
    const softTargets = [await teacher('future', { origins: [...TRAIN, ...future], forecast: missing(0) })];
    const { description } = await train('future-student', { softTargets, distillation });
    // Row 69 of the series that starts at 2025-01-01 00:00.
    expect(description.provenance.trainedUntil).toBe('2025-01-03T21:00:00.000Z');
  });

  it('are asked for where none is covered', async () => {
    const softTargets = [await teacher('no-newest')];
    await expect(train('no', { softTargets, distillation })).rejects.toMatchObject({
      code: 'UNLABELLED_NOT_COVERED',
      hint: expect.stringContaining('`soft-targets.newest`'),
    });
  });
});

type Forecast = (series: number, row: number, channel: number) => number;
type Keys = readonly (readonly [series: number, origin: number])[];

/** Soft targets of all train windows, and of windows made of `bases` with noise of no size. */
async function augmentedTeacher(name: string, forecast: Forecast = panelValue, bases: Keys = TRAIN): Promise<string> {
  const width = PANEL.target.length;
  const meta = {
    ...{ dataset: openDataset(at('dataset')).fingerprint, teacher: null, horizon: PANEL.horizon },
    ...{ channels: PANEL.target, unit: 'standardized' as const, quantiles: [], features: [], trainedUntil: null },
  };
  const partOf = (keys: Keys, said: Forecast) => ({
    series: Int32Array.from(keys, ([series]) => series),
    origin: Int32Array.from(keys, ([, origin]) => origin),
    forecast: Float32Array.from(
      keys.flatMap(([series, origin]) =>
        Array.from({ length: PANEL.horizon * width }, (_, i) =>
          said(series, origin + Math.floor(i / width), i % width),
        ),
      ),
    ),
  });
  const made = partOf(bases, forecast);
  const recipes = { ...emptyRecipes(bases.length), partnerSeries: made.series, partnerOrigin: made.origin };
  const rows = { ...partOf(TRAIN, bases === TRAIN ? panelValue : forecast), inSample: new Uint8Array(TRAIN.length) };
  await writeArtifact(at(name), { kind: 'soft-targets', config: {}, inputs: {} }, (draft) => ({
    ...writeSoftTargets(draft, meta, [{ rowCount: TRAIN.length, arrays: rows }]),
    augmented: writeAugmented(draft, meta, [{ rowCount: bases.length, arrays: { ...recipes, ...made } }]),
  }));
  return at(name);
}

describe('augmented windows', () => {
  // Every window twice in one batch: the hard mean is over those with truth, the soft one over all, and both are the twin's loss.
  it('that are the train windows over again make the twin, at any weights that add up to 1', async () => {
    const softTargets = [await augmentedTeacher('again')];
    const alone = await twin();
    for (const alpha of [0.3, 1]) {
      const model = await train(`augmented-${alpha}`, { softTargets, distillation: { alpha, augmented: true } });
      expect(distance(model.parameters, alone.parameters)).toBeLessThan(NEAR);
    }
  });

  it('are heard only where they are asked for', async () => {
    const softTargets = [await augmentedTeacher('shifted', missing(5))];
    const heard = await train('heard', { softTargets, distillation: { alpha: 1, augmented: true } });
    const unheard = await train('unheard', { softTargets, distillation: { alpha: 1 } });
    const alone = await twin();
    expect(distance(unheard.parameters, alone.parameters)).toBeLessThan(NEAR);
    expect(distance(heard.parameters, alone.parameters)).toBeGreaterThan(0.01);
  });

  it('are asked for where no soft targets hold any, or none with the lookback', async () => {
    const refused = train('none', {
      softTargets: [await teacher('bare')],
      distillation: { alpha: 1, augmented: true },
    });
    await expect(refused).rejects.toMatchObject({
      code: 'AUGMENTED_MISSING',
      message: expect.stringContaining('1 teachers hold 0, none with 6 rows before it'),
    });
  });
});

describe('the placebo of smoothed labels', () => {
  it('is a teacher that smooths the truth inside each window', async () => {
    // The step, and its neighbours where the window has them.
    const smooth: PanelTeacher['forecast'] = (series, row, channel, origin) => {
      const near = [row - 1, row, row + 1].filter((other) => other >= origin && other < origin + PANEL.horizon);
      return near.reduce((sum, other) => sum + panelValue(series, other, channel), 0) / near.length;
    };
    const distillation = { weights: { hard: 1, soft: 2 }, scales: 2, loss: 'mae', trust: 'step' };
    const softTargets = [await teacher('smooth', { forecast: smooth })];
    const expected = await train('smooth-student', { softTargets, distillation });
    const model = await train('placebo', { placebo: 'smoothed-labels', distillation });
    expect(distance(model.parameters, expected.parameters)).toBeLessThan(NEAR);
    expect(model.manifest.config).toMatchObject({ placebo: 'smoothed-labels', distillation: { scales: 2 } });
    expect(Object.keys(model.manifest.inputs)).toEqual(['dataset']);
  });

  it('has no windows without truth, whatever the experiment says of them', async () => {
    const placebo = 'smoothed-labels' as const;
    const wide = await train('wide', { placebo, distillation: { alpha: 1, unlabelled: true, augmented: true } });
    const plain = await train('narrow', { placebo, distillation: { alpha: 1 } });
    expect(wide.fingerprint).toBe(plain.fingerprint);
  });
});

describe('chosen settings', () => {
  async function tuning(name: string, chosen: TunedSettings, dataset?: string): Promise<string> {
    const run = { validationLoss: 1, bestEpoch: 1 };
    const trial = { settings: chosen, parameterCount: 9, runs: [run, run] };
    const inputs = { dataset: dataset ?? openDataset(at('dataset')).fingerprint };
    await writeArtifact(at(name), { kind: 'tuning', config: {}, inputs }, () => {
      return { chosen, trials: [trial], seeds: [0, 1] };
    });
    return at(name);
  }
  const chosen = { learningRate: 0.02, weightDecay: 0.3, normalisation: 'revin', dropout: 0.25, alpha: 0.6 } as const;

  it('stand in place of the config’s: the student is that of a config which says so itself', async () => {
    const softTargets = [await teacher('for-tuned', { forecast: missing(1) })];
    const tuned = await train('tuned', {
      softTargets,
      tuning: await tuning('tuning', chosen),
      distillation: { alpha: 'auto', scales: 2 },
      student: { training: { ...STUDENT.training, optimizer: 'adam' } },
    });
    const itself = await train('itself', {
      softTargets,
      distillation: { alpha: 0.6, scales: 2 },
      student: {
        model: { ...STUDENT.model, normalisation: 'revin', options: { hidden: 4, dropout: 0.25 } },
        training: { ...STUDENT.training, learningRate: 0.02, optimizer: 'adamw', weightDecay: 0.3 },
      },
    });
    expect(tuned.parameters).toEqual(itself.parameters);
    expect(tuned.manifest.config).toEqual(itself.manifest.config);
    const { tuning: fingerprint, ...inputs } = tuned.manifest.inputs;
    expect(inputs).toEqual(itself.manifest.inputs);
    expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(tuned.description.provenance.softTargets).toEqual(itself.description.provenance.softTargets);
  });

  it('leave an alpha of the config alone, and serve a twin too', async () => {
    const softTargets = [await teacher('own-alpha')];
    const folder = await tuning('tuning-alone', { learningRate: 0.02, weightDecay: 0, normalisation: 'none' });
    const fixed = await train('fixed-alpha', { softTargets, tuning: folder, distillation: { alpha: 0.2 } });
    expect(fixed.manifest.config).toMatchObject({ distillation: { weights: { hard: 0.8, soft: 0.2 } } });
    const tunedTwin = await train('tuned-twin', { tuning: folder });
    expect(tunedTwin.manifest.config).toMatchObject({
      student: { training: { learningRate: 0.02, optimizer: 'sgd' } },
    });
    const none = tuning('tuning-no-alpha', { learningRate: 0.02, weightDecay: 0, normalisation: 'none' });
    await expect(
      train('no-alpha', { softTargets, tuning: await none, distillation: { alpha: 'auto' } }),
    ).rejects.toMatchObject({
      code: 'ALPHA_UNCHOSEN',
      message: 'The weight "alpha" of the soft term is "auto", but the tuning holds no alpha.',
    });
  });

  it('are asked for where alpha is "auto"', async () => {
    const softTargets = [await teacher('auto')];
    await expect(train('auto-student', { softTargets, distillation: { alpha: 'auto' } })).rejects.toMatchObject({
      code: 'ALPHA_UNCHOSEN',
      message: 'The weight "alpha" of the soft term is "auto", but no tuning has chosen it.',
      hint: expect.stringContaining('`student-tune`'),
    });
  });

  it('of another data set are refused', async () => {
    const folder = await tuning('tuning-elsewhere', chosen, 'a'.repeat(64));
    await expect(train('elsewhere', { tuning: folder })).rejects.toMatchObject({ code: 'ARTIFACT_MISMATCH' });
  });
});

it('warns of forecasts of train windows that are almost the labels, with both errors', async () => {
  const warned: string[] = [];
  const host = { ...silentHost(at('work')), warn: (_: object, message: string) => void warned.push(message) };
  const isTrain = (origin: number, series: number) => origin + PANEL.horizon <= [24, 42, 30][series]!;
  const rote: PanelTeacher['forecast'] = (series, row, channel, origin) =>
    panelValue(series, row, channel) + (isTrain(origin, series) ? 0.1 : 1);
  const distillation = { alpha: 0.5 };
  await train('rote-student', { softTargets: [await teacher('rote', { forecast: rote })], distillation, host });
  await train('fair-student', { softTargets: [await teacher('fair', { forecast: missing(0.5) })], distillation, host });
  expect(warned).toEqual([expect.stringContaining('MSE 0.0100 (1.00 on validation windows)')]);
});

it('is as late as its latest teacher, where that is known', async () => {
  const base = { origins: TRAIN, forecast: panelValue, unit: 'standardized' as const };
  const dataset = openDataset(at('dataset')).fingerprint;
  const softTargets: string[] = [];
  for (const [name, trainedUntil] of [
    ['late', '2026-01-01T00:00:00Z'],
    ['early', '2001-01-01T00:00:00Z'],
  ] as const) {
    await writePanelTeacher(at(name), { ...base, dataset, trainedUntil });
    softTargets.push(at(name));
  }
  const { description } = await train('late-student', { softTargets, distillation: { alpha: 0.5 } });
  expect(description.provenance.trainedUntil).toBe('2026-01-01T00:00:00.000Z');
});

it('gives equal bytes twice with every setting, and leaks no tensor', async () => {
  await loadEngine();
  const ends = [[1, 41]] as const;
  const softTargets = [
    await augmentedTeacher('twice-a'),
    await teacher('twice-b', { forecast: missing(0.3), origins: [...TRAIN, ...VALIDATION, ...ends] }),
    await teacher('twice-c', { forecast: missing(-0.8), origins: [...VALIDATION, ...ends] }),
  ];
  const setting: Setting = {
    softTargets,
    distillation: { alpha: 0.5, loss: { huber: 0.4 }, scales: 2, trust: 'channel', unlabelled: true, augmented: true },
    combine: 'median',
    student: { training: { ...STUDENT.training, batchSize: 16 } },
  };
  const first = await train('all-once', setting);
  const before = tf.memory().numTensors;
  const second = await train('all-twice', setting);
  expect(tf.memory().numTensors).toBe(before);
  expect(second.fingerprint).toBe(first.fingerprint);
});
