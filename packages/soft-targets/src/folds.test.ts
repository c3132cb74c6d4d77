import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AUGMENTATIONS,
  emptyRecipes,
  type ModelArtifact,
  openAugmented,
  openDataset,
  openModel,
  openSoftTargets,
  type Recipes,
  writeArtifact,
  writeAugmented,
  writeSoftTargets,
} from '@tsdistill/contracts';
import { compileInference } from '@tsdistill/engine';
import {
  augmentPast,
  hardObjective,
  ModelConfig,
  restoreForecaster,
  TrainingConfig,
  trainModel,
} from '@tsdistill/forecasting';
import { PANEL, panelOrigins, panelValue, silentHost, temporaryFolder, writePanelDataset } from '@tsdistill/testing';
import { adoptAugmented } from './adopt-augmented';
import { runAdoptSoftTargets } from './adopt-stage';
import { SoftTargetsConfig } from './config';
import { runSoftTargets } from './stage';

/** @file Out of fold, newest rows and made windows, on three series that follow one another in time. */

const [LOOKBACK, WIDTH] = [5, PANEL.target.length];
const SIZE = PANEL.horizon * WIDTH;
const FOLDS = 3;
const root = temporaryFolder();
const at = (name: string) => join(root, name);
const host = silentHost(at('work'));

async function train(out: string, { fold, seed = 0, epochs = 4 }: { fold?: number; seed?: number; epochs?: number }) {
  const config = {
    model: ModelConfig.parse({ architecture: 'linear', lookback: LOOKBACK }),
    training: TrainingConfig.parse({ epochs, learningRate: 0.05 }),
  };
  const held = fold === undefined ? {} : { fold: { index: fold, count: FOLDS } };
  const dataset = openDataset(at('dataset'));
  const objective = (windows: Parameters<typeof hardObjective>[1]) => hardObjective('mse', windows, WIDTH);
  const section = { ...config, seed, ...held };
  await trainModel({ dataset, config, seed, inputs: {}, objective, section, ...held }, at(out), host);
}

beforeAll(async () => {
  await writePanelDataset(at('dataset'));
  await train('whole', {});
  for (const fold of [0, 1, 2]) await train(`f${fold}`, { fold });
  await train('f1-other-seed', { fold: 1, seed: 9 });
  await train('f1-longer', { fold: 1, epochs: 5 });
});

const FOLD_TEACHERS = ['f0', 'f1', 'f2'];

async function run(config: object, out: string, { teacher = 'whole', foldTeachers = [] as string[] } = {}) {
  const folders = { dataset: at('dataset'), teacher: at(teacher), foldTeachers: foldTeachers.map(at), out: at(out) };
  await runSoftTargets(SoftTargetsConfig.parse(config), folders, host);
}

/** The fold of a train origin, from the table in fold-origins.test.ts: 75 windows, 25 a fold, 2023 before 2024 before 2025. */
function foldOf(series: number, origin: number): number {
  if (series === 2) return 0;
  if (series === 0) return origin < 7 ? 0 : 1;
  return origin < 15 ? 1 : 2;
}

/** What a model says of a past, one window at a time. */
function speaker(name: string) {
  const model: ModelArtifact = openModel(at(name));
  const predictor = compileInference({ ...restoreForecaster(model), parameters: model.parameters });
  return { say: (past: Float32Array) => [...predictor.run({ past }, 1).forecast!], close: () => predictor.dispose() };
}

const pastOf = (series: number, origin: number) =>
  Float32Array.from({ length: LOOKBACK * WIDTH }, (_, i) =>
    panelValue(series, origin - LOOKBACK + Math.floor(i / WIDTH), i % WIDTH),
  );

/** Compares every stored forecast with that of the teacher that `nameOf` says. */
function expectForecasts(folder: string, nameOf: (series: number, origin: number) => string): void {
  const soft = openSoftTargets(at(folder));
  const teachers = new Map(['whole', ...FOLD_TEACHERS].map((name) => [name, speaker(name)]));
  const stored = new Float32Array(SIZE);
  soft.series.forEach((series, row) => {
    const origin = soft.origin[row]!;
    soft.readForecast(row, 1, stored);
    const expected = teachers.get(nameOf(series, origin))!.say(pastOf(series, origin));
    stored.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 4));
  });
  for (const { close } of teachers.values()) close();
  soft.close();
}

const isTrain = (series: number, origin: number) =>
  panelOrigins('train', LOOKBACK).some(([s, o]) => s === series && o === origin);

it('teachers of folds say other things than the whole one, so that the tests below can tell', () => {
  const teachers = ['whole', ...FOLD_TEACHERS].map(speaker);
  const said = teachers.map(({ say, close }) => {
    const forecast = say(pastOf(1, 30));
    close();
    return forecast;
  });
  for (const [i, left] of said.entries())
    for (const right of said.slice(i + 1))
      expect(Math.max(...left.map((value, at) => Math.abs(value - right[at]!)))).toBeGreaterThan(0.01);
});

describe('out of fold', () => {
  it('each train origin is forecast by the teacher that was kept from it, the others by the whole one', async () => {
    await run({ folds: FOLDS }, 'folds', { foldTeachers: FOLD_TEACHERS });
    expectForecasts('folds', (series, origin) => (isTrain(series, origin) ? `f${foldOf(series, origin)}` : 'whole'));
    const soft = openSoftTargets(at('folds'));
    soft.close();
    const keys = Array.from(soft.series, (series, i) => `${series}/${soft.origin[i]}`).sort();
    const expected = (['train', 'validation', 'test'] as const).flatMap((split) => panelOrigins(split, LOOKBACK));
    expect(keys).toEqual(expected.map(([series, origin]) => `${series}/${origin}`).sort());
    expect([...soft.inSample].every((value) => value === 0)).toBe(true);
  });

  it('names every teacher by its fingerprint, and until when the whole one was fitted', () => {
    const soft = openSoftTargets(at('folds'));
    soft.close();
    const [teacher, f0, f1, f2] = ['whole', ...FOLD_TEACHERS].map((name) => openModel(at(name)).fingerprint);
    expect(soft.artifact.manifest.inputs).toEqual({
      dataset: openDataset(at('dataset')).fingerprint,
      ...{ teacher, foldTeacher0: f0, foldTeacher1: f1, foldTeacher2: f2 },
    });
    expect(soft.meta.teacher).toBe(teacher);
    expect(soft.meta.trainedUntil).toBe('2025-01-02T17:00:00.000Z');
  });

  it.each<[string, object, object, { code: string; context: object }]>([
    ['no teacher of a fold', { folds: 3 }, {}, { code: 'FOLD_TEACHERS_COUNT', context: { folds: 3, found: 0 } }],
    [
      'one too few',
      { folds: 3 },
      { foldTeachers: ['f0', 'f1'] },
      { code: 'FOLD_TEACHERS_COUNT', context: { folds: 3, found: 2 } },
    ],
    [
      'teachers of folds that the config does not ask for',
      {},
      { foldTeachers: ['f0'] },
      { code: 'FOLD_TEACHERS_COUNT', context: { folds: 0, found: 1 } },
    ],
    [
      'two teachers in each other’s place',
      { folds: 3 },
      { foldTeachers: ['f0', 'f2', 'f1'] },
      { code: 'FOLD_TEACHER_WRONG', context: { found: 'fold 2 of 3', expected: 'fold 1 of 3' } },
    ],
    [
      'the whole teacher as that of a fold',
      { folds: 3 },
      { foldTeachers: ['f0', 'whole', 'f2'] },
      { code: 'FOLD_TEACHER_WRONG', context: { found: 'no fold', expected: 'fold 1 of 3' } },
    ],
    [
      'the teacher of a fold as the whole one',
      {},
      { teacher: 'f1' },
      { code: 'FOLD_TEACHER_WRONG', context: { found: 'fold 1 of 3', expected: 'no fold' } },
    ],
    [
      'folds of another number',
      { folds: 2 },
      { foldTeachers: ['f0', 'f1'] },
      { code: 'FOLD_TEACHER_WRONG', context: { found: 'fold 0 of 3', expected: 'fold 0 of 2' } },
    ],
    [
      'another seed',
      { folds: 3 },
      { foldTeachers: ['f0', 'f1-other-seed', 'f2'] },
      { code: 'ARTIFACT_MISMATCH', context: { what: '`seed`', leftValue: '0', rightValue: '9' } },
    ],
    [
      'another training',
      { folds: 3 },
      { foldTeachers: ['f0', 'f1-longer', 'f2'] },
      { code: 'ARTIFACT_MISMATCH', context: { what: '`training`' } },
    ],
  ])('is refused with %s, and nothing is written', async (_, config, teachers, { code, context }) => {
    const refused = run(config, 'refused', teachers);
    await expect(refused).rejects.toMatchObject({ code, context: expect.objectContaining(context) as unknown });
    expect(existsSync(at('refused'))).toBe(false);
  });

  it('says what belongs together', async () => {
    await expect(run({ folds: 3 }, 'refused', { foldTeachers: ['f1', 'f0', 'f2'] })).rejects.toThrow(
      `The teacher in ${at('f1')} was kept from fold 1 of 3; here belongs one that was kept from fold 0 of 3.`,
    );
    await expect(run({ folds: 3 }, 'refused')).rejects.toThrow('asks for 3 folds, but 0 teachers of folds were given');
  });
});

describe('the newest rows', () => {
  const newest = [[0, 22], [0, 23], [1, 40], [1, 41], [2, 28], [2, 29]]; // prettier-ignore
  const isNewest = (series: number, origin: number) => newest.some(([s, o]) => s === series && o === origin);
  const lastKeys = (folder: string) => {
    const soft = openSoftTargets(at(folder));
    soft.close();
    const keys = Array.from(soft.series, (series, i) => [series, soft.origin[i], soft.inSample[i]]);
    return keys.slice(-newest.length);
  };

  it('are forecast from train rows alone, and not in sample', async () => {
    await run({ newest: true }, 'newest');
    expect(lastKeys('newest')).toEqual(newest.map((key) => [...key, 0]));
    expectForecasts('newest', () => 'whole');
  });

  it('are forecast by the teacher that was kept from the last fold, where there are folds', async () => {
    await run({ newest: true, folds: FOLDS, splits: ['validation'] }, 'newest-folds', { foldTeachers: FOLD_TEACHERS });
    expect(lastKeys('newest-folds')).toEqual(newest.map((key) => [...key, 0]));
    expectForecasts('newest-folds', (series, origin) => (isNewest(series, origin) ? 'f2' : 'whole'));
  });

  it('are absent unless they are asked for', () => {
    const soft = openSoftTargets(at('folds'));
    soft.close();
    expect(newest.map(([series, origin]) => soft.rowOf(series!, origin!))).toEqual(newest.map(() => -1));
  });
});

describe('made windows', () => {
  const augment = { copies: 2, jitter: 0.1, scaling: 0.1, mixup: 0.2, otherSeries: true };

  it('are told by recipe; a past that is made of it leads to the stored forecast of the teacher of its fold', async () => {
    await run({ augment, folds: FOLDS }, 'made', { foldTeachers: FOLD_TEACHERS });
    const soft = openSoftTargets(at('made'));
    const made = openAugmented(soft.artifact)!;
    const teachers = FOLD_TEACHERS.map(speaker);
    const stored = new Float32Array(SIZE);
    expect(soft.meta.augmented).toEqual({ rowCount: 2 * 75 });
    const { series, origin, partnerSeries, partnerOrigin, kind, seed, amount, rotation } = made.recipes;
    const seen = new Set<string>();
    for (let row = 0; row < made.rowCount; row++) {
      const recipe = {
        kind: AUGMENTATIONS[kind[row]!]!,
        seed: seed[row]!,
        amount: amount[row]!,
        rotation: rotation[row]!,
      };
      seen.add(recipe.kind);
      const fold = foldOf(series[row]!, origin[row]!);
      expect(foldOf(partnerSeries[row]!, partnerOrigin[row]!)).toBe(fold);
      const [base, partner] = [pastOf(series[row]!, origin[row]!), pastOf(partnerSeries[row]!, partnerOrigin[row]!)];
      const expected = teachers[fold]!.say(augmentPast(recipe, base, partner, WIDTH));
      made.readForecast(row, 1, stored);
      stored.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 4));
    }
    expect(seen.size).toBe(4);
    for (const { close } of teachers) close();
    made.close();
    soft.close();
  });

  it('have equal bytes twice, and others with another seed', async () => {
    const manifestOf = (name: string) => readFileSync(at(`${name}/manifest.json`), 'utf8');
    const hashOf = (name: string) => /"augmented.arrow"[^}]*"sha256": "(\w+)"/.exec(manifestOf(name))?.[1];
    await run({ augment, newest: true }, 'once');
    await run({ augment, newest: true }, 'twice');
    await run({ augment: { ...augment, seed: 1 }, newest: true }, 'reseeded');
    expect(manifestOf('twice')).toBe(manifestOf('once'));
    expect(hashOf('reseeded')).toMatch(/^\w{64}$/);
    expect(hashOf('reseeded')).not.toBe(hashOf('once'));
  });

  it('do not touch the rows of the real windows', () => {
    const rowsOf = (name: string) => {
      const soft = openSoftTargets(at(name));
      soft.close();
      return soft.artifact.manifest.files['soft-targets.arrow'];
    };
    expect(rowsOf('made')).toEqual(rowsOf('folds'));
  });
});

describe('taken in from elsewhere', () => {
  beforeAll(() => run({ augment: { copies: 2, jitter: 0.1, mixup: 0.2 }, newest: true }, 'source'));
  const adopt = (softTargets: string, out: string) =>
    runAdoptSoftTargets({ dataset: at('dataset'), softTargets: at(softTargets), out: at(out) }, host);

  it('newest rows and made windows stay what they are', async () => {
    await adopt('source', 'adopted');
    const filesOf = (name: string) => {
      const soft = openSoftTargets(at(name));
      soft.close();
      return [soft.artifact.manifest.files, soft.meta];
    };
    expect(filesOf('adopted')).toEqual(filesOf('source'));
  });

  it.each([1, 7, 1000])('made windows are passed on row by row in batches of %i', (batchRows) => {
    const soft = openSoftTargets(at('source'));
    const made = openAugmented(soft.artifact)!;
    const rows = [...adoptAugmented(made, SIZE, batchRows)].flatMap(({ rowCount, arrays }) =>
      Array.from({ length: rowCount }, (_, row) => [arrays.seed[row], arrays.origin[row], arrays.partnerOrigin[row]]),
    );
    const { seed, origin, partnerOrigin } = made.recipes;
    expect(rows).toEqual(Array.from(seed, (value, row) => [value, origin[row], partnerOrigin[row]]));
    const [stored, first] = [new Float32Array(made.rowCount * SIZE), [] as number[]];
    made.readForecast(0, made.rowCount, stored);
    for (const { rowCount, arrays } of adoptAugmented(made, SIZE, batchRows))
      for (let row = 0; row < rowCount; row++) first.push(arrays.forecast[row * SIZE] ?? NaN);
    expect(first).toEqual(Array.from(seed, (_, row) => stored[row * SIZE]));
    made.close();
    soft.close();
  });

  /** Soft targets without rows, and one made window: jitter on a base of series 1. */
  async function writeMade(name: string, origin: number, value: number) {
    const recipes: Recipes = { ...emptyRecipes(1), series: Int32Array.of(1), origin: Int32Array.of(origin) };
    const partner = { partnerSeries: Int32Array.of(1), partnerOrigin: Int32Array.of(origin) };
    const forecast = new Float32Array(SIZE).fill(value);
    const { rowCount: _, augmented: __, ...meta } = openSoftTargets(at('source')).meta;
    await writeArtifact(at(name), { kind: 'soft-targets', config: {}, inputs: {} }, (draft) => ({
      ...writeSoftTargets(draft, meta, []),
      augmented: writeAugmented(draft, meta, [{ rowCount: 1, arrays: { ...recipes, ...partner, forecast } }]),
    }));
  }

  it('made windows just reach the last train window, and none behind it', async () => {
    await writeMade('made-39', 39, 0);
    await writeMade('made-40', 40, 0);
    await expect(adopt('made-39', 'adopted-39')).resolves.toBeUndefined();
    await expect(adopt('made-40', 'adopted-40')).rejects.toThrow(
      `${at('made-40')} holds 1 made windows whose base or partner is no train window; the first is row 0 of augmented.arrow, with series 1, origin 40.`,
    );
    expect(existsSync(at('adopted-40'))).toBe(false);
  });

  it('made windows are refused with a forecast that is no number', async () => {
    await writeMade('made-nan', 39, NaN);
    await expect(adopt('made-nan', 'adopted-nan')).rejects.toMatchObject({
      code: 'SOFT_TARGETS_NOT_FINITE',
      context: { folder: at('made-nan'), series: 1, origin: 39, count: 1 },
    });
  });
});

it('refuses settings that cannot be meant: one fold, no way to make windows, a mixture beyond uniform', () => {
  const accepts = (config: object) => SoftTargetsConfig.safeParse(config).success;
  expect([2, 20, 1, 21].map((folds) => accepts({ folds }))).toEqual([true, true, false, false]);
  expect([{ mixup: 1 }, {}, { otherSeries: false }].map((augment) => accepts({ augment }))).toEqual([
    true,
    false,
    false,
  ]);
  expect([1, 1.1, 0].map((mixup) => accepts({ augment: { mixup } }))).toEqual([true, false, false]);
  expect([1, 0].map((copies) => accepts({ augment: { jitter: 0.1, copies } }))).toEqual([true, false]);
});
