import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openDataset, PipelineError, type ProgressUpdate, type StageHost } from '@tsdistill/contracts';
import { loadEngine, tf } from '@tsdistill/engine';
import { silentHost, temporaryFolder, writeWaveDataset } from '@tsdistill/testing';
import { loadWindowData, selectWindows } from '../data/windows';
import { createForecaster } from '../models/forecaster';
import { ModelConfig } from '../models/model-config';
import { hardObjective } from './objective';
import { runTraining } from './run-training';
import { snapshotFile } from './snapshot-file';
import type { TrainingTask } from './train-epochs';
import { TrainingConfig } from './training-config';

const dataset = temporaryFolder();

beforeAll(async () => {
  await loadEngine();
  await writeWaveDataset(dataset, { rowCount: 200, channelCount: 2, horizon: 4, season: 8 });
});
afterEach(() => jest.restoreAllMocks());

function taskOf(training: object): TrainingTask {
  const opened = openDataset(dataset);
  const data = loadWindowData(opened);
  const train = selectWindows(data, 'train', 8);
  return {
    forecaster: createForecaster(ModelConfig.parse({ architecture: 'linear', lookback: 8 }), opened.manifest.meta),
    train,
    validation: selectWindows(data, 'validation', 8),
    objective: hardObjective('mse', train, 2),
    config: TrainingConfig.parse({ epochs: 4, learningRate: 0.01, ...training }),
    seed: 0,
  };
}

const snapshotOf = (work: string) => snapshotFile(work, 'f').read();

/** A clock that is `ms` later at every look, so that the shell breathes and saves without anyone waiting. */
function hurry(ms: number): void {
  let now = 0;
  jest.spyOn(Date, 'now').mockImplementation(() => (now += ms));
}

/** A host that asks to stop when epoch `last` is done. */
function stoppingAfter(last: number, work: string): StageHost {
  const stop = new AbortController();
  const detail = ({ epoch }: Readonly<Record<string, unknown>>) => void (epoch === last && stop.abort());
  return { ...silentHost(work, stop.signal), detail };
}

it('saves a snapshot every few seconds, and takes it away at the end', async () => {
  hurry(6_000);
  const work = temporaryFolder();
  const epochs: (number | undefined)[] = [];
  const host = { ...silentHost(work), progress: () => void epochs.push(snapshotOf(work)?.epoch) };
  const task = taskOf({ batchSize: 1000 });
  await runTraining(task, 'f', host);
  expect(epochs).toEqual([undefined, 1, 2, 3]);
  expect(readdirSync(join(work, 'training'))).toEqual([]);
});

it('writes no snapshot of a training that ends sooner', async () => {
  const work = temporaryFolder();
  await runTraining(taskOf({ epochs: 1 }), 'f', silentHost(work));
  expect(existsSync(join(work, 'training'))).toBe(false);
});

it('stops on request with the last whole epoch saved', async () => {
  hurry(200);
  const work = temporaryFolder();
  await expect(runTraining(taskOf({}), 'f', stoppingAfter(2, work))).rejects.toThrow('stopped on request');
  expect(snapshotOf(work)?.history).toHaveLength(2);
});

it('frees its graphs, also where it is stopped', async () => {
  const { binding } = tf.backend() as unknown as { binding: { getNumOfSavedModels(): number } };
  const before = binding.getNumOfSavedModels();
  await runTraining(taskOf({ epochs: 1 }), 'f', silentHost(temporaryFolder()));
  expect(binding.getNumOfSavedModels()).toBe(before);
  hurry(200);
  const stopped = silentHost(temporaryFolder(), AbortSignal.abort());
  await expect(runTraining(taskOf({}), 'f', stopped)).rejects.toThrow('stopped on request');
  expect(binding.getNumOfSavedModels()).toBe(before);
});

it('stopped again before another epoch is done, still has the snapshot it began with', async () => {
  hurry(200);
  const work = temporaryFolder();
  await expect(runTraining(taskOf({}), 'f', stoppingAfter(2, work))).rejects.toThrow('stopped on request');
  const stopped = silentHost(work, AbortSignal.abort());
  await expect(runTraining(taskOf({}), 'f', stopped)).rejects.toThrow('stopped on request');
  expect(snapshotOf(work)?.epoch).toBe(2);
});

describe('a loss that is not finite', () => {
  const diverging = { optimizer: 'sgd', epochs: 60, patience: 60, batchSize: 16 };
  const failureOf = async (learningRate: number, work: string): Promise<PipelineError> => {
    const error: unknown = await runTraining(taskOf({ ...diverging, learningRate }), 'f', silentHost(work)).catch(
      (thrown: unknown) => thrown,
    );
    if (error instanceof PipelineError) return error;
    throw error;
  };

  it('is reported with epoch, step, learning rate and the first bad tensor; the last whole epoch is kept', async () => {
    const work = temporaryFolder();
    const { code, context, message } = await failureOf(0.5, work);
    expect(code).toBe('STEP_NON_FINITE');
    const { epoch, step } = context as { epoch: number; step: number };
    const stepsAnEpoch = Math.ceil(taskOf({}).train.count / 16);
    expect(epoch).toBeGreaterThan(1);
    expect(Math.ceil(step / stepsAnEpoch)).toBe(epoch);
    expect(message).toBe(`Epoch ${epoch}, step ${step}, learning rate 0.5: the loss is Infinity.`);
    const snapshot = snapshotOf(work)!;
    expect(snapshot.epoch).toBe(epoch - 1);
    expect(snapshot.step.stepCount).toBe((epoch - 1) * stepsAnEpoch);
    expect(Object.values(snapshot.best.parameters).every(({ values }) => values.every(Number.isFinite))).toBe(true);
  });

  it('in the first epoch leaves nothing', async () => {
    const work = temporaryFolder();
    expect(await failureOf(1e8, work)).toMatchObject({ context: { epoch: 1 } });
    expect(existsSync(join(work, 'training'))).toBe(false);
  });
});

it('tells how many windows are done, in all epochs together', async () => {
  const updates: ProgressUpdate[] = [];
  const task = taskOf({ epochs: 2, batchSize: 50 });
  await runTraining(task, 'f', { ...silentHost(temporaryFolder()), progress: (update) => void updates.push(update) });
  const { count } = task.train;
  expect(count % 50).toBeGreaterThan(0);
  expect(updates.map(({ done }) => done)).toEqual([50, 100, count, count + 50, count + 100, 2 * count]);
  expect(updates.at(-1)).toMatchObject({ label: 'epoch 2/2', total: 2 * count, unit: 'windows' });
  expect(updates.at(-1)!.terms).toHaveProperty('loss');
});
