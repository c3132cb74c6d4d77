import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  intervalsOf,
  openArtifact,
  openDataset,
  openEvaluation,
  openModel,
  readTable,
  writeArtifact,
  writeModel,
  writeSoftTargets,
} from '@tsdistill/contracts';
import {
  type CombineConfig,
  hardObjective,
  loadWindowData,
  ModelConfig,
  TrainingConfig,
  trainModel,
  type Windows,
} from '@tsdistill/forecasting';
import { silentHost, temporaryFolder, waveValue, writeWaveDataset } from '@tsdistill/testing';
import { EvaluateConfig } from './config';
import type { EvaluateFolders } from './open-inputs';
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

interface Claims {
  /** Fingerprint of its model. */
  readonly teacher?: string;
  readonly name?: string;
  readonly trainedUntil?: string;
  readonly inSample?: (origin: number) => boolean;
  /** Each of them says what the forecast says. */
  readonly quantiles?: readonly number[];
}

/** A teacher that is wrong by `error` everywhere, on the given origins; it claims to be honest, and says no time. */
async function writeTeacher(
  name: string,
  error: number | ((origin: number) => number),
  origins: number[],
  { teacher, name: called, trainedUntil, inSample = () => false, quantiles = [] }: Claims = {},
): Promise<string> {
  const errorAt = typeof error === 'number' ? () => error : error;
  const meta = {
    dataset: openDataset(at('dataset')).fingerprint,
    teacher: teacher ?? null,
    horizon: WAVE.horizon,
    channels: ['wave0', 'wave1'],
    unit: 'raw' as const,
    quantiles,
    features: [],
    trainedUntil: trainedUntil ?? null,
    ...(called !== undefined && { name: called }),
  };
  const forecast = origins.flatMap((origin) =>
    Array.from({ length: SIZE }, (_, i) => waveValue(origin + Math.floor(i / 2), i % 2, WAVE.season) + errorAt(origin)),
  );
  const arrays = {
    series: new Int32Array(origins.length),
    origin: Int32Array.from(origins),
    inSample: Uint8Array.from(origins, (origin) => Number(inSample(origin))),
    forecast: Float32Array.from(forecast),
    ...(quantiles.length > 0 && {
      quantiles: Float32Array.from(
        origins.flatMap((_, row) => quantiles.flatMap(() => forecast.slice(row * SIZE, (row + 1) * SIZE))),
      ),
    }),
  };
  await writeArtifact(at(name), { kind: 'soft-targets', config: {}, inputs: {} }, (draft) =>
    writeSoftTargets(draft, meta, [{ rowCount: origins.length, arrays }]),
  );
  return at(name);
}

const range = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);

interface Changed extends Partial<EvaluateFolders> {
  readonly settings?: Partial<EvaluateConfig>;
  readonly combine?: CombineConfig;
}

async function evaluate(out: string, softTargets: string[], { settings, combine, ...changed }: Changed = {}) {
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
  const warnings: string[] = [];
  const evaluation = { name: 'wave', config: { ...config, ...settings }, folders, ...(combine && { combine }) };
  const table = await runEvaluate(evaluation, { ...host, warn: (_, message) => void warnings.push(message) });
  const { summary, manifest } = openEvaluation(at(out));
  return {
    table,
    summary,
    manifest,
    warnings,
    modelOf: (role: string) => summary.models.find((model) => model.role === role)!,
  };
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

it('combines several teachers as the experiment says: the median of +.3, -.1 and -.2 is -.1, and records it', async () => {
  const origins = range(FIRST_TEST_ROW, TEST_WINDOWS);
  const teachers = [at('plus'), at('minus'), await writeTeacher('more-minus', -0.2, origins)];
  const { modelOf, summary, manifest } = await evaluate('median', teachers, { combine: 'median' });
  expect(modelOf('teacher').mean['mae']).toBeCloseTo(0.1, 5);
  expect(modelOf('teacher').name).toBe('median of 3 teachers');
  const members = summary.models.filter(({ role }) => role === 'member');
  expect(members.map(({ name, mean }) => [name, mean['mae']])).toEqual([
    ['from elsewhere 1', expect.closeTo(0.3, 5)],
    ['from elsewhere 2', expect.closeTo(0.1, 5)],
    ['from elsewhere 3', expect.closeTo(0.2, 5)],
  ]);
  expect(manifest.config['combine']).toBe('median');
});

it('stacks several teachers by validation: +.3 with a quarter of the weight and -.1 cancel on test', async () => {
  const origins = range(240, FIRST_TEST_ROW + TEST_WINDOWS - 240);
  const teachers = [await writeTeacher('high', 0.3, origins), await writeTeacher('low', -0.1, origins)];
  const { modelOf, summary, table } = await evaluate('stacked', teachers, {
    combine: { by: 'stacking', per: 'model' },
  });
  const share = (value: number) => expect.closeTo(value, 5) as number;
  const weights = summary.models.filter(({ role }) => role === 'member').map(({ weight }) => weight);
  expect(weights).toEqual(
    [0.25, 0.75].map((value) => ({ mean: share(value), least: share(value), most: share(value) })),
  );
  expect(table).toContain('weights by validation: from elsewhere 1 25.0 %, from elsewhere 2 75.0 %');
  expect(modelOf('teacher')).toMatchObject({ name: 'stack of 2 teachers', mean: { mae: expect.closeTo(0, 5) } });
  const weighted = await evaluate('weighted', teachers, { combine: { by: 'validation', per: 'model' } });
  expect(weighted.modelOf('teacher')).toMatchObject({ name: 'weighted mean of 2 teachers' });
  const mean = await evaluate('mean', teachers, { combine: 'mean' });
  expect(mean.summary.models.some((model) => 'weight' in model)).toBe(false);
  // 1 / .09 and 1 / .01
  expect(weighted.modelOf('teacher').mean['mae']).toBeCloseTo(0.06, 5);
});

it('knows the model of a teacher by its fingerprint, wherever it stands; has no size where one is missing', async () => {
  const origins = range(FIRST_TEST_ROW, TEST_WINDOWS);
  const of = (name: string) => ({ teacher: openModel(at(name)).fingerprint });
  const first = await writeTeacher('first', 0.1, origins, of('student-0'));
  const second = await writeTeacher('second', 0.1, origins, of('twin-1'));
  const seedsOf = ({ summary }: Awaited<ReturnType<typeof evaluate>>) =>
    summary.models.filter(({ role }) => role === 'member').map(({ runs }) => runs[0]!.seed);
  const swapped = await evaluate('swapped', [first, second], { teacher: [at('twin-1'), at('student-0')] });
  expect(seedsOf(swapped)).toEqual([0, 1]);
  expect(swapped.modelOf('teacher')).toMatchObject({ name: 'mean of 2 linear', parameterCount: 2 * (12 * 4 + 4) });
  const partly = await evaluate('partly', [first, at('teacher')], { teacher: [at('student-0')] });
  expect(partly.summary.models.slice(0, 3).map(({ name, parameterCount }) => [name, parameterCount])).toEqual([
    ['mean of 2 teachers', null],
    ['linear', 12 * 4 + 4],
    ['from elsewhere', null],
  ]);
});

it('explains deviations over seeds only where there are seeds', async () => {
  const of = { student: [at('student-0')], twin: [at('twin-0')] };
  const one = await evaluate('one-seed', [at('teacher')], of);
  expect(one.table).toContain('* best of its column   ms × 32');
  const two = await evaluate('two-seeds', [at('teacher')]);
  expect(two.table).toContain('* best of its column   ± standard deviation over seeds   ms × 32');
});

it('calls a teacher from elsewhere what its soft targets call it', async () => {
  const origins = range(FIRST_TEST_ROW, TEST_WINDOWS);
  const named = await writeTeacher('named', 0.1, origins, { name: 'NHITS' });
  const { modelOf } = await evaluate('of-nhits', [named]);
  expect(modelOf('teacher').name).toBe('NHITS');
  const again = await evaluate('of-two-nhits', [named, named]);
  expect(again.summary.models.slice(0, 3).map(({ name }) => name)).toEqual(['mean of 2 NHITS', 'NHITS 1', 'NHITS 2']);
});

it('scores placebos and rivals on the same windows, each under its name', async () => {
  const placebos = [{ name: 'linear', folders: [at('twin-1'), at('twin-0')] }];
  const rivals = [{ name: 'other', folders: [at('student-1')] }];
  const { summary, modelOf, manifest, table } = await evaluate('others', [at('teacher')], { placebos, rivals });
  // The placebo is the twin in another order of seeds: the student is to both the same, with the same interval.
  const find = (role: string) => summary.comparisons.find((row) => row.role === role && row.metric === 'mse')!;
  expect(find('placebo').relative).toEqual(find('twin').relative);
  expect(modelOf('placebo')).toMatchObject({ name: 'linear', parameterCount: 12 * 4 + 4 });
  expect(summary.placebo!.gain).toEqual({ value: 0, interval: { lower: 0, upper: 0 } });
  expect(modelOf('rival').runs).toEqual([modelOf('student').runs[1]]);
  expect(find('rival').seeds[1]).toEqual({ seed: 1, difference: 0, relative: 0 });
  expect(table).toContain("Beside the rival other: the student's MSE is ");
  expect(manifest.inputs).toMatchObject({ placebo1: openModel(at('twin-0')).fingerprint });
  const { latency } = JSON.parse(readFileSync(at('others/measured.json'), 'utf8')) as { latency: object };
  expect(Object.keys(latency).sort()).toEqual(['rival:other', 'student', 'twin']);
  expect(manifest.meta.models.map(({ role }) => role)).toEqual(['student', 'student', 'twin', 'twin']);
});

it('scores the validation split where it is told to, with everything else alike', async () => {
  const [from, count] = [240, 320 - 240 - 4 + 1];
  const teacher = await writeTeacher('validating', 0.04, range(from, count));
  const { summary, modelOf, manifest, table } = await evaluate('validation', [teacher], {
    settings: { split: 'validation' },
  });
  expect([manifest.meta.split, summary.split, summary.windowCount]).toEqual(['validation', 'validation', count]);
  expect(modelOf('teacher').mean['mae']).toBeCloseTo(0.04, 5);
  // The wave rises by .01 a row, so the seasonal naive forecast is .08 too low everywhere.
  const kept = (0.08 ** 2 - modelOf('student').mean['mse']!) / (0.08 ** 2 - 0.04 ** 2);
  expect(summary.retention).toMatchObject({ kind: 'defined', estimate: { value: expect.closeTo(kept, 2) as number } });
  expect(table).toContain(`${count} validation windows × 4 steps`);
  await expect(evaluate('nothing', [teacher])).rejects.toMatchObject({ code: 'SOFT_TARGETS_WITHOUT_SPLIT' });
});

describe('honesty', () => {
  const test = range(FIRST_TEST_ROW, TEST_WINDOWS);
  const hour = (row: number) => new Date(Date.UTC(2024, 0, 1, row)).toISOString();

  it('says in one line that nobody knows when a teacher was last fitted', async () => {
    const { table, summary, warnings } = await evaluate('unknown', [at('teacher')]);
    expect(summary.honesty).toEqual({ leaks: [], unknown: ['from elsewhere'], labelMatches: [] });
    expect(table.split('\n').at(-1)).toBe(
      'When the teacher from elsewhere was last fitted is unknown: the verdict trusts it.',
    );
    expect(warnings).toEqual([]);
  });

  // Rows 240 … 319 are validation, 320 … 399 test.
  it('voids the verdict of a teacher that was fitted on 80 validation and 5 test rows', async () => {
    const teacher = await writeTeacher('late', 0.1, test, { trainedUntil: hour(324) });
    const { summary, manifest, table, warnings } = await evaluate('void', [teacher]);
    expect([manifest.meta.outcome, summary.verdict.outcome, summary.nonInferiority.outcome]).toEqual(
      Array(3).fill('void'),
    );
    expect(summary.honesty.leaks).toMatchObject([{ role: 'teacher', rows: { validation: 80, test: 5 } }]);
    const note =
      'the teacher from elsewhere was fitted until 2024-01-14T12:00Z, on 80 validation rows and 5 test rows behind the last train row, 2024-01-10T23:00Z';
    expect(table).toContain(`No verdict, void (${note}): `);
    expect(warnings).toEqual([`not to be trusted: ${note}`]);
    const honest = await writeTeacher('in-time', 0.1, test, { trainedUntil: hour(239) });
    expect((await evaluate('honest', [honest])).summary.honesty).toEqual({ leaks: [], unknown: [], labelMatches: [] });
  });

  it('voids it too for test windows that a teacher calls in sample, and for each of several', async () => {
    const inSample = (origin: number) => origin < FIRST_TEST_ROW + 7;
    const teacher = await writeTeacher('fitted', 0.1, test, { trainedUntil: hour(239), inSample });
    const { summary } = await evaluate('in-sample', [at('teacher'), teacher]);
    expect(summary.verdict.outcome).toBe('void');
    expect(summary.honesty).toMatchObject({
      leaks: [{ name: 'from elsewhere 2', inSampleWindows: 7 }],
      unknown: ['from elsewhere 1'],
    });
  });

  it('voids it for models that say so of themselves, and knows which were tuned', async () => {
    for (const [name, of, inputs, row] of [
      ['late-0', 'student-0', { tuning: 'a'.repeat(64) }, 321],
      ['tuned-0', 'student-0', { tuning: 'a'.repeat(64) }, 239],
    ] as const) {
      const { description, parameters, manifest } = openModel(at(of));
      const { weightsManifest: _, ...rest } = description;
      const provenance = { ...rest.provenance, trainedUntil: hour(row) };
      const record = { config: {}, inputs: { ...manifest.inputs, ...inputs }, history: [], measured: {} };
      await writeModel(at(name), { ...rest, provenance }, parameters, record);
    }
    const student = [at('late-0')];
    const twin = [at('twin-0')];
    const late = await evaluate('late-student', [at('teacher')], { student, twin });
    expect(late.summary.honesty.leaks).toMatchObject([{ role: 'student', rows: { validation: 80, test: 2 } }]);
    expect(late.summary.verdict.outcome).toBe('void');
    const teacher = await evaluate('late-teacher', [at('teacher')], {
      teacher: student,
      student: [at('tuned-0')],
      twin,
    });
    expect(teacher.summary.honesty).toMatchObject({ leaks: [{ role: 'teacher', name: 'linear' }], unknown: [] });
    const rival = { rivals: [{ name: 'other', folders: student }] };
    const tuned = await evaluate('tuned', [at('teacher')], { student: [at('tuned-0')], twin, ...rival });
    expect(tuned.summary.verdict.outcome).not.toBe('void');
    expect(tuned.summary.honesty.leaks).toMatchObject([{ role: 'rival', name: 'other' }]);
    expect(['student', 'twin'].map((role) => tuned.modelOf(role).tuned)).toEqual([true, false]);
    expect(tuned.table).toContain('The student was tuned and the twin was not, which favours the student.');
    const half = { student: [at('tuned-0'), at('student-1')] };
    expect((await evaluate('half-tuned', [at('teacher')], half)).modelOf('student').tuned).toBe(false);
  });

  it('says what tuning chose for whom, and that nothing was distilled where that is alpha 0', async () => {
    const settings = (alpha: number) => ({ learningRate: 0.02, weightDecay: 0, normalisation: 'mean' as const, alpha });
    const runs = (loss: number) => [0, 1].map(() => ({ validationLoss: loss, bestEpoch: 1 }));
    const tune = (out: string, chosen: number) => {
      const trials = [chosen, 0.5].map((alpha, i) => ({
        ...{ settings: settings(alpha), parameterCount: 52, runs: runs(1 + i) },
      }));
      const inputs = { dataset: openDataset(at('dataset')).fingerprint };
      return writeArtifact(at(out), { kind: 'tuning', config: {}, inputs }, () => ({
        ...{ chosen: settings(chosen), trials, seeds: [0, 1] as [number, number] },
      }));
    };
    const retrain = async (name: string, tuning: string, distillation: object) => {
      const { description, parameters, manifest } = openModel(at('student-0'));
      const { weightsManifest: _, ...rest } = description;
      const inputs = { ...manifest.inputs, tuning };
      await writeModel(at(name), rest, parameters, { config: { distillation }, inputs, history: [], measured: {} });
      return at(name);
    };
    const none = await tune('tuned-none', 0);
    const some = await tune('tuned-some', 0.3);
    const evaluateTuned = async (name: string, tuning: string, { of, ...distillation }: { of: string }) => {
      const folder = await retrain(`${name}-student`, of, { weights: { hard: 1, soft: 0 }, ...distillation });
      const placebos = [{ name: 'naive', folders: [folder] }];
      const changed = { student: [folder], twin: [at('twin-0')], placebos, tuning: [at(tuning)] };
      return evaluate(`${name}-evaluation`, [at('teacher')], changed);
    };
    const without = await evaluateTuned('without', 'tuned-none', { of: none });
    const linear = (role: string) => without.modelOf(role).name;
    expect(without.summary.chosen).toEqual([
      { role: 'student', name: linear('student'), settings: { alpha: 0 } },
      { role: 'placebo', name: 'naive', settings: { alpha: 0 } },
    ]);
    expect(without.manifest.inputs['tuning0']).toBe(none);
    expect(without.table).toContain('\nchosen on validation: student, placebo naive alpha 0\n');
    expect(without.summary.verdict).toMatchObject({ outcome: 'cannot tell' });
    expect(without.summary.verdict.sentence).toMatch(/^Validation preferred no teacher \(alpha 0\)/);
    expect(without.summary.placebo).toMatchObject({ outcome: 'cannot tell' });
    expect(without.summary.placebo?.sentence).toMatch(/neither teacher nor placebo was heard \(alpha 0\)\.$/);
    // How the soft term would compare is no term beside it.
    const huber = { of: none, loss: { huber: 1 } };
    expect((await evaluateTuned('huber', 'tuned-none', huber)).summary.verdict.sentence).toContain(
      'preferred no teacher',
    );
    const heard = await evaluateTuned('heard', 'tuned-some', { of: some });
    expect(heard.table).toContain('\nchosen on validation: student, placebo naive alpha 0.3\n');
    expect(heard.table).toContain('The student was tuned and the twin was not, which favours the student.');
    // A loss of its own hears the teacher whatever alpha is; a tuning of others says nothing of these.
    const feature = { of: none, feature: { weight: 1 } };
    const otherwise = await evaluateTuned('otherwise', 'tuned-none', feature);
    expect(otherwise.summary.verdict.sentence).not.toContain('preferred');
    const foreign = await evaluateTuned('foreign-tuning', 'tuned-some', { of: none });
    expect(foreign.summary).not.toHaveProperty('chosen');
    expect(foreign.table).not.toContain('chosen on validation');
  });

  it('warns of a teacher that has learnt its train labels by heart', async () => {
    const origins = [...range(1, 200), ...range(240, 60), ...test];
    const claims = { trainedUntil: hour(239), inSample: (origin: number) => origin < 240 };
    const teacher = await writeTeacher('by-heart', (origin) => (origin < 240 ? 0.01 : 0.1), origins, claims);
    const { table, warnings, summary } = await evaluate('by-heart-evaluation', [teacher]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(
      /^The forecasts of the teacher from elsewhere for train windows are almost the labels: MSE 0\.000100 \(0\.0100 on validation windows\)/,
    );
    expect(summary.honesty.labelMatches).toEqual(warnings);
    expect(table).toContain(warnings[0]);
    expect(table).toContain('forecast each train window with a model that was not fitted on it');
    expect(summary.verdict.outcome).not.toBe('void');
  });
});

it('scores a model as a slow loop over its forecasts and the formula of the rows does', async () => {
  const model = openModel(at('student-0'));
  const data = loadWindowData(openDataset(at('dataset')));
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

describe('intervals', () => {
  const VALIDATION = { from: 240, count: 320 - 240 - 4 + 1 };

  /** |forecast − truth| of a model in one cell of windows from a row on, by the formula of the rows. */
  function missed(name: string, from: number, count: number, cell: number): number[] {
    const data = loadWindowData(openDataset(at('dataset')));
    const keys = { series: new Int32Array(count), origin: Int32Array.from(range(from, count)) };
    const [step, channel] = [Math.floor(cell / 2), cell % 2];
    return [...modelForecasts(openModel(at(name)), data, keys)].map((forecast, window) =>
      Math.abs(forecast[cell]! - waveValue(from + window + step, channel, WAVE.season)),
    );
  }

  it('of a student or twin are what it missed on validation, by the finite-sample rank, and are found by its fingerprint', async () => {
    await evaluate('intervals', [at('teacher')], { settings: { intervals: { levels: [0.5, 0.9] } } });
    const evaluation = openEvaluation(at('intervals'));
    for (const name of ['student-1', 'twin-0']) {
      const found = intervalsOf(evaluation, openModel(at(name)).fingerprint, 'validation');
      expect(found.map(({ level }) => level)).toEqual([0.5, 0.9]);
      for (const cell of range(0, SIZE)) {
        const sorted = missed(name, VALIDATION.from, VALIDATION.count, cell).sort((a, b) => a - b);
        // 77 windows: ⌈78 · 0.5⌉ = 39, ⌈78 · 0.9⌉ = 71.
        [39, 71].forEach((rank, level) =>
          expect(found[level]!.halfWidth[Math.floor(cell / 2)]![cell % 2]).toBeCloseTo(sorted[rank - 1]!, 4),
        );
      }
    }
    expect(intervalsOf(evaluation, 'f'.repeat(64), 'validation')).toEqual([]);
  });

  it('are measured on test, and the table says what they cover', async () => {
    const { summary, table } = await evaluate('measured-intervals', [at('teacher')]);
    const { levels, validationWindows, testWindows, models } = summary.intervals!;
    expect([levels, validationWindows, testWindows]).toEqual([[0.5, 0.9], VALIDATION.count, TEST_WINDOWS]);
    expect(models.map(({ role, seed }) => `${role} ${seed}`)).toEqual(['student 0', 'student 1', 'twin 0', 'twin 1']);
    const [half] = intervalsOf(
      openEvaluation(at('measured-intervals')),
      openModel(at('student-0')).fingerprint,
      'validation',
    );
    // The wave comes again every season, so many residuals are as large as the bound, up to rounding.
    const shareWithin = (slack: number) => {
      const held = range(0, SIZE).flatMap((cell) => {
        const bound = half!.halfWidth[Math.floor(cell / 2)]![cell % 2]! + slack;
        return missed('student-0', FIRST_TEST_ROW, TEST_WINDOWS, cell).map((residual) => residual <= bound);
      });
      return held.filter(Boolean).length / held.length;
    };
    const { coverage } = models[0]!.levels[0]!;
    expect(coverage).toBeGreaterThanOrEqual(shareWithin(-1e-5));
    expect(coverage).toBeLessThanOrEqual(shareWithin(1e-5));
    const shares = models.slice(0, 2).map((model) => model.levels[1]!.coverage!);
    const percent = (50 * (shares[0]! + shares[1]!)).toFixed(1);
    expect(table).toContain(`90 % intervals cover ${percent} % of test values (mean width `);
    expect(table).toContain(`calibrated on ${VALIDATION.count} validation windows); calibrated anew at every origin `);
  });

  it('are not made where validation is what is scored', async () => {
    const teacher = await writeTeacher('validating-again', 0.04, range(VALIDATION.from, VALIDATION.count));
    const { summary, table, manifest } = await evaluate('no-intervals', [teacher], {
      settings: { split: 'validation' },
    });
    expect([summary.intervals, Object.keys(manifest.files)]).toEqual([undefined, ['forecasts.arrow', 'summary.json']]);
    expect(table).not.toContain('intervals cover');
  });
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

it('refuses students and twins of other seeds before it looks at a window: here there is none', async () => {
  const teacher = await writeTeacher('off-test', 0.1, range(240, 10));
  const twin = [at('twin-1'), at('twin-0')];
  await expect(evaluate('unpaired', [teacher], { twin })).rejects.toMatchObject({
    code: 'SEEDS_UNPAIRED',
    context: { student: '0, 1', twin: '1, 0' },
  });
});

it('refuses a student of another data set', async () => {
  await writeWaveDataset(at('other'), { ...WAVE, season: 9 });
  await expect(evaluate('refused', [at('teacher')], { dataset: at('other') })).rejects.toMatchObject({
    code: 'ARTIFACT_MISMATCH',
  });
});

describe('models that forecast quantiles', () => {
  const LEVELS = [0.1, 0.5, 0.9];

  beforeAll(async () => {
    const settings = {
      model: ModelConfig.parse({ architecture: 'mlp', lookback: 12, normalisation: 'mean', quantiles: LEVELS }),
      training: TrainingConfig.parse({ epochs: 2, learningRate: 0.02 }),
    };
    const objective = (windows: Windows) => hardObjective('mse', windows, 2, LEVELS);
    const training = {
      dataset: openDataset(at('dataset')),
      config: settings,
      seed: 0,
      inputs: {},
      objective,
      section: {},
    };
    await trainModel(training, at('levels-0'), host);
  });

  // Half of the levels' slopes up, half of them down: with every quantile at the median, pinball is half of mae.
  it('are scored by pinball and coverage too, and so is a teacher that holds quantiles', async () => {
    const teacher = await writeTeacher('said-levels', 0.5, range(FIRST_TEST_ROW, TEST_WINDOWS), { quantiles: LEVELS });
    const models = { student: [at('levels-0')], twin: [at('levels-0')] };
    const { table, modelOf } = await evaluate('levels', [teacher], models);
    const of = (role: string): Readonly<Record<string, number | null>> => modelOf(role).mean;
    expect(of('teacher')['pinball']).toBeCloseTo(of('teacher')['mae']! / 2, 5);
    expect(of('teacher')['coverage0.8']).toBe(0);
    expect(of('student')['coverage0.8']).toBeGreaterThan(0);
    expect(of('student')['pinball']).toBeGreaterThan(0);
    expect(of('baseline')).not.toHaveProperty('pinball');
    expect(table).toMatch(/pinball +coverage/);
  });

  it('have on validation the pinball that their epoch was chosen by', async () => {
    const teacher = await writeTeacher('said-validation', 0.5, range(240, 77));
    const models = { student: [at('levels-0')], twin: [at('levels-0')] };
    const settings = { settings: { split: 'validation' as const } };
    const { modelOf } = await evaluate('levels-validation', [teacher], { ...models, ...settings });
    const student: Readonly<Record<string, number | null>> = modelOf('student').mean;
    expect(student['pinball']).toBeCloseTo(openModel(at('levels-0')).description.provenance.validationLoss, 5);
  });
});

it('scores a fitted baseline on the same windows: an ARIMA of the season knows a wave with a slope better than its last season', async () => {
  const baselines = [
    { baseline: 'seasonal-naive' },
    { baseline: 'arima' },
  ] as const satisfies EvaluateConfig['baselines'];
  const { summary } = await evaluate('arima', [at('teacher')], { settings: { baselines } });
  const mseOf = (name: string) => summary.models.find((model) => model.name === name)!.mean['mse']!;
  expect(mseOf(`arima ${WAVE.season}`)).toBeLessThan(mseOf(`seasonal-naive ${WAVE.season}`));
  expect(mseOf(`arima ${WAVE.season}`)).toBeLessThan(0.01);
});

it('refuses a fitted baseline whose season is too long for the train rows, before anything is scored or written', async () => {
  const baselines = [{ baseline: 'arima', season: 200 }] as const satisfies EvaluateConfig['baselines'];
  await expect(evaluate('too-long', [at('teacher')], { settings: { baselines } })).rejects.toMatchObject({
    code: 'BASELINE_TOO_SHORT',
    context: { baseline: 'arima', series: 'wave', rows: 240, needed: 4 + 400 + 30, season: 200 },
  });
  expect(existsSync(at('too-long'))).toBe(false);
});
