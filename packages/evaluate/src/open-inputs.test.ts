import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { openDataset } from '@tsdistill/contracts';
import { hardObjective, ModelConfig, TrainingConfig, trainModel, type Windows } from '@tsdistill/forecasting';
import {
  panelOrigins,
  panelValue,
  silentHost,
  temporaryFolder,
  writePanelDataset,
  writePanelTeacher,
} from '@tsdistill/testing';
import { type EvaluateFolders, fingerprintsOf, openInputs } from './open-inputs';

const root = temporaryFolder();
const at = (name: string) => join(root, name);

async function writeModel(name: string, dataset: string, seed: number): Promise<void> {
  const config = {
    model: ModelConfig.parse({ architecture: 'linear', lookback: 4 }),
    training: TrainingConfig.parse({ epochs: 1, learningRate: 0.01 }),
  };
  const objective = (train: Windows) => hardObjective('mse', train, 2);
  const training = { dataset: openDataset(at(dataset)), config, seed, inputs: {}, objective, section: {} };
  await trainModel(training, at(name), silentHost(at('work')));
}

async function writeTeacher(name: string, dataset: string): Promise<void> {
  const { fingerprint } = openDataset(at(dataset));
  const origins = panelOrigins('test');
  await writePanelTeacher(at(name), { dataset: fingerprint, origins, forecast: panelValue, unit: 'raw' });
}

beforeAll(async () => {
  await writePanelDataset(at('dataset'));
  await writePanelDataset(at('other'), { masked: true });
  for (const [seed, name] of ['teacher', 'student0', 'student1', 'twin0', 'twin1'].entries())
    await writeModel(name, 'dataset', seed);
  await writeModel('foreign', 'other', 9);
  await writeTeacher('soft', 'dataset');
  await writeTeacher('foreign-soft', 'other');
});

const open = (changed: Partial<EvaluateFolders> = {}) =>
  openInputs({
    dataset: at('dataset'),
    softTargets: [at('soft')],
    teacher: [at('teacher')],
    student: [at('student0'), at('student1')],
    twin: [at('twin0'), at('twin1')],
    out: at('out'),
    ...changed,
  });

// The system gives the lowest number that is free, so the same number twice means that nothing stayed open.
function nextFileNumber(): number {
  const descriptor = openSync(at('dataset/manifest.json'), 'r');
  closeSync(descriptor);
  return descriptor;
}

it('have one fingerprint by role for every artifact', () => {
  const inputs = open();
  const { dataset, softTargets, teachers, students, twins } = inputs;
  inputs.close();
  expect(fingerprintsOf(inputs)).toEqual({
    dataset: dataset.fingerprint,
    softTargets0: softTargets[0]!.artifact.fingerprint,
    teacher0: teachers[0]!.fingerprint,
    student0: students[0]!.fingerprint,
    student1: students[1]!.fingerprint,
    twin0: twins[0]!.fingerprint,
    twin1: twins[1]!.fingerprint,
  });
  const seeds = [teachers, students, twins].map((models) => models.map(({ manifest }) => manifest.meta.seed));
  expect(seeds).toEqual([[0], [1, 2], [3, 4]]);
});

it('count placebos and rivals on over their names', () => {
  const named = (name: string, ...folders: string[]) => ({ name, folders: folders.map(at) });
  const inputs = open({
    placebos: [named('linear', 'student0', 'student1'), named('smoothed-labels', 'twin0')],
    rivals: [named('other', 'twin1')],
  });
  inputs.close();
  const [linear, smoothed] = inputs.placebos;
  expect([linear!.name, smoothed!.name, inputs.rivals[0]!.name]).toEqual(['linear', 'smoothed-labels', 'other']);
  expect(fingerprintsOf(inputs)).toMatchObject({
    placebo0: linear!.models[0]!.fingerprint,
    placebo1: linear!.models[1]!.fingerprint,
    placebo2: smoothed!.models[0]!.fingerprint,
    rival0: inputs.rivals[0]!.models[0]!.fingerprint,
  });
  expect(smoothed!.models[0]!.manifest.meta.seed).toBe(3);
});

it.each([
  ['teacher', { teacher: [at('foreign')] }],
  ['student', { student: [at('student0'), at('foreign')] }],
  ['twin', { twin: [at('foreign')] }],
  ['placebo', { placebos: [{ name: 'linear', folders: [at('student0'), at('foreign')] }] }],
  ['rival', { rivals: [{ name: 'other', folders: [at('foreign')] }] }],
  ['soft targets', { softTargets: [at('soft'), at('foreign-soft')] }],
])('are refused when a %s was made from another data set, and nothing stays open', (_, changed) => {
  const before = nextFileNumber();
  expect(() => open(changed)).toThrow(expect.objectContaining({ code: 'ARTIFACT_MISMATCH' }));
  expect(nextFileNumber()).toBe(before);
});
