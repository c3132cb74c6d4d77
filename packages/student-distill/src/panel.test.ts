import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDataset, openModel, type ParameterValues, type TrainingHistory } from '@tsdistill/contracts';
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
 * @file Whole distillations over several series with a scaler each, by algebra: a teacher that says the truth makes both terms the same
 * loss, so every student below must learn what a twin learns.
 */

const LOOKBACK = 6;
const root = temporaryFolder();
const at = (name: string) => join(root, name);

beforeAll(() => writePanelDataset(at('dataset')));

type TeacherChange = Partial<Omit<PanelTeacher, 'dataset'>>;

/** A teacher that says the truth in raw units on every train origin, or what is changed of it. */
async function teacher(name: string, changed: TeacherChange = {}): Promise<string> {
  const truth = { origins: panelOrigins('train'), forecast: panelValue, unit: 'raw' as const };
  const dataset = openDataset(at('dataset')).fingerprint;
  await writePanelTeacher(at(name), { ...truth, ...changed, dataset });
  return at(name);
}

interface Setting {
  readonly out: string;
  readonly softTargets: readonly string[];
  readonly distillation?: object;
  readonly training?: object;
  readonly seed?: number;
}

async function distil({ out, softTargets, distillation, training, seed = 3 }: Setting) {
  const student = StudentConfig.parse({
    model: { architecture: 'mlp', lookback: LOOKBACK, normalisation: 'mean', options: { hidden: 4 } },
    training: { epochs: 3, batchSize: 16, learningRate: 0.05, optimizer: 'sgd', ...training },
  });
  const task = { student, seed, ...(distillation && { distillation: DistillationConfig.parse(distillation) }) };
  await runStudentDistill(task, { dataset: at('dataset'), softTargets, out: at(out) }, silentHost(at('work')));
  return openModel(at(out));
}

const twin = (out: string, training = {}) => distil({ out, softTargets: [], training });

function expectClose(found: ParameterValues, expected: ParameterValues): void {
  for (const [name, { values }] of Object.entries(expected))
    values.forEach((value, i) => expect(found[name]!.values[i]).toBeCloseTo(value, 4));
}

function distance(a: ParameterValues, b: ParameterValues): number {
  return Math.max(
    ...Object.entries(a).flatMap(([name, { values }]) => [...values].map((v, i) => Math.abs(v - b[name]!.values[i]!))),
  );
}

describe('a teacher that says the truth', () => {
  it.each(['raw', 'standardized'] as const)('in %s units makes any alpha the twin', async (unit) => {
    const softTargets = [await teacher(`truth-${unit}`, { unit })];
    const { parameters } = await distil({ out: `from-${unit}`, softTargets, distillation: { alpha: 0.7 } });
    expectClose(parameters, (await twin('twin')).parameters);
  });

  it('as the mean of two that miss it on either side, with no hard loss at all', async () => {
    const missing = (by: number) => (series: number, row: number, channel: number) =>
      panelValue(series, row, channel) + by * (1 + row);
    const softTargets = [
      await teacher('above', { forecast: missing(0.1) }),
      await teacher('below', { forecast: missing(-0.1), unit: 'standardized' }),
    ];
    const { parameters } = await distil({ out: 'mean', softTargets, distillation: { alpha: 1 } });
    expectClose(parameters, (await twin('twin-mean')).parameters);
  });

  it('beside one that covers another part of the windows, each alone on its own', async () => {
    const origins = panelOrigins('train');
    const softTargets = [
      await teacher('first-half', { origins: origins.slice(0, 40) }),
      await teacher('second-half', { origins: origins.slice(40).reverse() }),
    ];
    const { parameters } = await distil({ out: 'halves', softTargets, distillation: { alpha: 1 } });
    expectClose(parameters, (await twin('twin-halves')).parameters);
  });

  // hard + soft of one loss is twice that loss, so half the rate makes the same steps of gradient descent.
  it('with weights 0.5 and 1.5 makes the steps of a twin with twice the rate', async () => {
    const distillation = { weights: { hard: 0.5, soft: 1.5 } };
    const { parameters } = await distil({
      out: 'weights',
      softTargets: [await teacher('truth-weights')],
      distillation,
    });
    expectClose(parameters, (await twin('twin-fast', { learningRate: 0.1 })).parameters);
  });

  it('on no window at all leaves the hard loss, at its weight', async () => {
    const softTargets = [await teacher('silent', { origins: panelOrigins('test') })];
    const distillation = { weights: { hard: 2, soft: 5 } };
    const { parameters } = await distil({ out: 'silent-student', softTargets, distillation });
    expectClose(parameters, (await twin('twin-silent', { learningRate: 0.1 })).parameters);
  });

  it('is followed by the loss of the student where the distillation names none', async () => {
    const softTargets = [await teacher('truth-mae')];
    const training = { loss: 'mae' };
    const { parameters } = await distil({ out: 'mae', softTargets, training, distillation: { alpha: 0.6 } });
    expectClose(parameters, (await twin('twin-mae', training)).parameters);
  });

  it('is followed by the loss that the distillation names', async () => {
    const [softTargets, distillation] = [[await teacher('truth-own')], { alpha: 1, loss: 'mse' }];
    const { parameters } = await distil({ out: 'own', softTargets, training: { loss: 'mae' }, distillation });
    // Both keep the last epoch here, though the one validates by mae and the other by mse.
    expectClose(parameters, (await twin('twin-own')).parameters);
  });

  // With a rate of nearly 0 the student stays what it was, so each term is its error before training, by its own loss.
  it('has the terms in the history: hard by the student’s loss, soft by the other, and their weighted sum', async () => {
    const still = { epochs: 1, learningRate: 1e-30 };
    const softTargets = [await teacher('truth-terms')];
    const distillation = { weights: { hard: 1, soft: 3 }, loss: 'mse' };
    await distil({ out: 'terms', softTargets, training: { ...still, loss: 'mae' }, distillation });
    await twin('twin-terms-mae', { ...still, loss: 'mae' });
    await twin('twin-terms-mse', still);
    const [terms, mae, mse] = ['terms', 'twin-terms-mae', 'twin-terms-mse'].map((name) => {
      const history = JSON.parse(readFileSync(at(`${name}/history.json`), 'utf8')) as TrainingHistory;
      return history[0]!.train;
    });
    const [hard, soft] = [mae!['loss']!, mse!['loss']!];
    expect(terms).toMatchObject({ hard: expect.closeTo(hard, 5), soft: expect.closeTo(soft, 5) });
    expect(terms!['loss']).toBeCloseTo(hard + 3 * soft, 4);
  });
});

it('a teacher that says something else teaches something else', async () => {
  const softTargets = [await teacher('wrong', { forecast: (series, row) => series + row / 10 })];
  const { parameters } = await distil({ out: 'misled', softTargets, distillation: { alpha: 0.7 } });
  expect(distance(parameters, (await twin('twin-wrong')).parameters)).toBeGreaterThan(0.01);
});

it('learns something else from another seed, and records seed and distillation', async () => {
  const softTargets = [await teacher('seeded')];
  const [first, second] = [
    await distil({ out: 'seed3', softTargets, distillation: { alpha: 0.5 } }),
    await distil({ out: 'seed4', softTargets, distillation: { alpha: 0.5 }, seed: 4 }),
  ];
  expect(distance(first.parameters, second.parameters)).toBeGreaterThan(0.01);
  expect(second.manifest.config).toMatchObject({ seed: 4, distillation: { weights: { hard: 0.5, soft: 0.5 } } });
  expect((await twin('twin-section')).manifest.config).not.toHaveProperty('distillation');
});

// The system gives the lowest number that is free, so the same number twice means that nothing stayed open.
it('leaves no soft targets open, also where a later one is refused', async () => {
  const good = await teacher('open-good');
  const nextNumber = () => {
    const descriptor = openSync(join(good, 'manifest.json'), 'r');
    closeSync(descriptor);
    return descriptor;
  };
  const before = nextNumber();
  await distil({ out: 'opened', softTargets: [good], training: { epochs: 1 }, distillation: { alpha: 0.5 } });
  expect(nextNumber()).toBe(before);
  const missing = distil({ out: 'refused', softTargets: [good, at('none')], distillation: { alpha: 0.5 } });
  await expect(missing).rejects.toMatchObject({ code: 'ARTIFACT_MISSING' });
  expect(nextNumber()).toBe(before);
});

// The numbers are the truth in raw units, a level of tens, so that read as raw they have no error.
it('refuses a teacher in another unit than it says, with the error in both, before any work', async () => {
  const { shift, scale } = PANEL.scaler;
  const raw = (series: number, row: number, channel: number) =>
    panelValue(series, row, channel) * scale[series]![channel]! + shift[series]![channel]!;
  const softTargets = [await teacher('relabelled', { forecast: raw, unit: 'standardized' })];
  await expect(distil({ out: 'refused', softTargets, distillation: { alpha: 0.5 } })).rejects.toMatchObject({
    code: 'SOFT_TARGETS_UNIT',
    context: { folder: at('relabelled'), unit: 'standardized', other: 'raw', otherwise: expect.closeTo(0, 6) },
  });
  expect(existsSync(at('refused'))).toBe(false);
});
