import { join } from 'node:path';
import { openDataset, openEvaluation, writeArtifact, writeSoftTargets } from '@tsdistill/contracts';
import { hardObjective, ModelConfig, TrainingConfig, trainModel, type Windows } from '@tsdistill/forecasting';
import { silentHost, temporaryFolder, waveValue, writeWaveDataset } from '@tsdistill/testing';
import { EvaluateConfig } from '../config';
import { runEvaluate } from '../stage';
import { pairEvaluations } from './pair-evaluations';

/** @file Two evaluations of 77 windows: in the second, the students of the first are twins, and the twins students. */

const WAVE = { rowCount: 400, channelCount: 2, horizon: 4, season: 8 };
const [FIRST_TEST_ROW, TEST_WINDOWS] = [320, 77];
const root = temporaryFolder();
const at = (name: string) => join(root, name);
const host = silentHost(at('work'));

async function train(name: string, seed: number, epochs: number): Promise<string> {
  const dataset = openDataset(at('dataset'));
  const config = {
    model: ModelConfig.parse({ architecture: 'linear', lookback: 12, normalisation: 'mean' }),
    training: TrainingConfig.parse({ epochs, learningRate: 0.02 }),
  };
  const objective = (windows: Windows) => hardObjective('mse', windows, 2);
  const folder = at(`${name}-${seed}`);
  await trainModel({ dataset, config, seed, inputs: {}, objective, section: {} }, folder, host);
  return folder;
}

/** A teacher that is wrong by .1 everywhere, on the first `count` test windows. */
async function writeTeacher(name: string, count: number): Promise<string> {
  const origin = Int32Array.from({ length: count }, (_, i) => FIRST_TEST_ROW + i);
  const meta = {
    ...{ dataset: openDataset(at('dataset')).fingerprint, teacher: null, horizon: 4, channels: ['wave0', 'wave1'] },
    ...{ unit: 'raw' as const, quantiles: [], features: [], trainedUntil: null },
  };
  const forecast = Float32Array.from(
    [...origin].flatMap((row) =>
      Array.from({ length: 8 }, (_, i) => waveValue(row + Math.floor(i / 2), i % 2, WAVE.season) + 0.1),
    ),
  );
  const arrays = { series: new Int32Array(count), origin, inSample: new Uint8Array(count), forecast };
  await writeArtifact(at(name), { kind: 'soft-targets', config: {}, inputs: {} }, (draft) =>
    writeSoftTargets(draft, meta, [{ rowCount: count, arrays }]),
  );
  return at(name);
}

async function evaluate(name: string, student: readonly string[], twin: readonly string[], softTargets: string) {
  const folders = { dataset: at('dataset'), softTargets: [softTargets], teacher: [], student, twin, out: at(name) };
  const config = EvaluateConfig.parse({ bootstrap: { resamples: 200 } });
  await runEvaluate({ name, config, folders }, host);
  return openEvaluation(at(name));
}

const trained = { long: [] as string[], short: [] as string[], teacher: '' };
beforeAll(async () => {
  await writeWaveDataset(at('dataset'), WAVE);
  for (const seed of [0, 1]) {
    trained.long.push(await train('long', seed, 12));
    trained.short.push(await train('short', seed, 1));
  }
  trained.teacher = await writeTeacher('teacher', TEST_WINDOWS);
});

// The stage compares student and twin from the forecasts as they are made, here both are read from two artifacts.
it('says of two students what the evaluation says of the first against the second as its twin', async () => {
  const { long, short, teacher } = trained;
  const now = await evaluate('now', long, short, teacher);
  const before = await evaluate('before', short, long, teacher);
  const paired = pairEvaluations(before, now, openDataset(at('dataset')));
  expect(paired).toMatchObject({ windowCount: TEST_WINDOWS, level: 0.95 });
  for (const metric of ['mse', 'mae'] as const) {
    const expected = now.summary.comparisons.find((one) => one.role === 'twin' && one.metric === metric)?.relative;
    const change = paired?.changes.find((one) => one.role === 'student' && one.metric === metric);
    expect(expected?.interval?.upper).toBeLessThan(0);
    expect(change?.relative).toEqual(expected);
  }
});

it('pairs seeds by their number, in whatever order they were given', async () => {
  const { long, short, teacher } = trained;
  const turned = await evaluate('turned', [...short].reverse(), [...long].reverse(), teacher);
  const [before, now] = [openEvaluation(at('before')), openEvaluation(at('now'))];
  const dataset = openDataset(at('dataset'));
  expect(pairEvaluations(before, turned, dataset)?.changes.map(({ relative }) => relative)).toEqual(
    Array.from({ length: 4 }, () => ({ value: 0, interval: { lower: 0, upper: 0 } })),
  );
  expect(pairEvaluations(before, before, dataset)?.changes).toEqual([]);
  expect(pairEvaluations(before, now, dataset)?.changes).toHaveLength(4);
});

it('does not pair what was scored on other windows', async () => {
  const fewer = await evaluate('fewer', trained.long, trained.short, await writeTeacher('part', TEST_WINDOWS - 1));
  expect(pairEvaluations(openEvaluation(at('now')), fewer, openDataset(at('dataset')))).toBeUndefined();
});
