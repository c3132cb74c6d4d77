import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  datasetFacts,
  openDataset,
  openModel,
  type SoftTargetsMeta,
  writeArtifact,
  writeSoftTargets,
} from '@tsdistill/contracts';
import { silentHost, temporaryFolder, writeWaveDataset } from '@tsdistill/testing';
import { DistillationConfig, StudentConfig } from './config';
import { runStudentDistill } from './stage';

const WAVE = { rowCount: 200, channelCount: 2, horizon: 4, season: 8 };
const student = StudentConfig.parse({
  model: { architecture: 'linear', lookback: 16, normalisation: 'mean' },
  training: { epochs: 3, learningRate: 0.01 },
});
const root = temporaryFolder();
const dataset = join(root, 'dataset');
const host = silentHost(join(root, 'work'));

beforeAll(() => writeWaveDataset(dataset, WAVE));

/** Soft targets with the same value in every forecast, for train origins 16 … 115. */
async function writeTeacher(name: string, value: number, change: Partial<SoftTargetsMeta> = {}): Promise<string> {
  const folder = join(root, name);
  const meta = {
    dataset: openDataset(dataset).fingerprint,
    teacher: null,
    horizon: WAVE.horizon,
    channels: ['wave0', 'wave1'],
    unit: 'standardized' as const,
    quantiles: [],
    features: [],
    trainedUntil: null,
    ...change,
  };
  const size = meta.horizon * meta.channels.length;
  const arrays = {
    series: new Int32Array(100),
    origin: Int32Array.from({ length: 100 }, (_, i) => 16 + i),
    inSample: new Uint8Array(100),
    forecast: new Float32Array(100 * size).fill(value),
  };
  await writeArtifact(folder, { kind: 'soft-targets', config: {}, inputs: {} }, (draft) =>
    writeSoftTargets(draft, meta, [{ rowCount: 100, arrays }]),
  );
  return folder;
}

async function distil(out: string, softTargets: string[], distillation?: object) {
  const training = { student, seed: 0, ...(distillation && { distillation: DistillationConfig.parse(distillation) }) };
  await runStudentDistill(training, { dataset, softTargets, out: join(root, out) }, host);
  return openModel(join(root, out));
}

const hashOf = (folder: string) =>
  createHash('sha256')
    .update(readFileSync(join(folder, 'manifest.json')))
    .digest('hex');

it('gives equal bytes twice', async () => {
  const teacher = await writeTeacher('teacher-a', 1);
  const [first, second] = [
    await distil('once', [teacher], { alpha: 0.5 }),
    await distil('twice', [teacher], { alpha: 0.5 }),
  ];
  expect(hashOf(second.folder)).toBe(hashOf(first.folder));
});

it('with alpha 0 learns what its twin learns, whatever the teacher says', async () => {
  const distilled = await distil('alpha0', [await writeTeacher('teacher-b', 1000)], { alpha: 0 });
  const twin = await distil('twin', []);
  expect(distilled.parameters).toEqual(twin.parameters);
});

it('comes nearer to its teacher the more the soft term weighs', async () => {
  const folder = await writeTeacher('teacher-c', 100);
  const softTerm = async (alpha: number) => {
    const { folder: written } = await distil(`alpha-${alpha}`, [folder], { alpha });
    const history = JSON.parse(readFileSync(join(written, 'history.json'), 'utf8')) as { train: { soft: number } }[];
    return history.at(-1)!.train.soft;
  };
  expect(await softTerm(0.9)).toBeLessThan(await softTerm(0.01));
});

it('records the data set and every teacher by fingerprint', async () => {
  const folders = [await writeTeacher('teacher-d', 1), await writeTeacher('teacher-e', 3)];
  const { manifest, description } = await distil('two', folders, { weights: { hard: 1, soft: 1 } });
  expect(manifest.inputs).toEqual({
    dataset: openDataset(dataset).fingerprint,
    softTargets0: hashOf(folders[0]!),
    softTargets1: hashOf(folders[1]!),
  });
  expect(description.provenance.softTargets).toEqual(folders.map(hashOf));
});

// A season of 8 in the data set, of 12 in the one that the teacher has seen: both values stand in the message, no fingerprint.
it('names what differs where soft targets tell of their data set, and writes nothing', async () => {
  const facts = { ...datasetFacts(openDataset(dataset)), season: '12' };
  const folder = await writeTeacher('teacher-season', 1, { dataset: 'a'.repeat(64), facts });
  await expect(distil('refused', [folder], { alpha: 0.5 })).rejects.toMatchObject({
    code: 'ARTIFACT_MISMATCH',
    message: `the soft targets in ${folder} and the data set in ${dataset} do not belong together: the season is 12 in one and 8 in the other.`,
  });
  expect(existsSync(join(root, 'refused'))).toBe(false);
});

it.each([
  [{ horizon: 5 }, /horizon is 5 in one and 4 in the other/],
  [{ channels: ['wave1', 'wave0'] }, /list of channels is wave1, wave0 in one and wave0, wave1 in the other/],
  [{ dataset: 'a'.repeat(64) }, /fingerprint of the data set is a{64} in one/],
])('refuses soft targets that speak of something else: %p', async (change, message) => {
  const folder = await writeTeacher(`teacher-${Object.keys(change)[0]}`, 1, change);
  await expect(distil('refused', [folder], { alpha: 0.5 })).rejects.toMatchObject({
    code: 'ARTIFACT_MISMATCH',
    message: expect.stringMatching(message),
  });
});

it('reads alpha as (1 - alpha) hard + alpha soft, and refuses it beside weights or without either', () => {
  expect(DistillationConfig.parse({ alpha: 0.3 })).toMatchObject({ weights: { hard: 0.7, soft: 0.3 } });
  expect(DistillationConfig.safeParse({ alpha: 0.3, weights: { hard: 1, soft: 1 } }).success).toBe(false);
  expect(DistillationConfig.safeParse({}).success).toBe(false);
  expect(DistillationConfig.safeParse({ weights: { hard: 0, soft: 0 } }).success).toBe(false);
});
