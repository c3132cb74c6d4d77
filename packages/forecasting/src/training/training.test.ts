import { createHash } from 'node:crypto';
import { openDataset, type ParameterValues } from '@tsdistill/contracts';
import { loadEngine } from '@tsdistill/engine';
import { silentHost, temporaryFolder, waveValue, writeWaveDataset } from '@tsdistill/testing';
import { largestDifference } from '../../testing/model-cases';
import { loadWindowData, selectWindows } from '../data/windows';
import { createForecaster } from '../models/forecaster';
import { ModelConfig } from '../models/model-config';
import { learningRateAt } from './learning-rate';
import { hardObjective } from './objective';
import { runTraining } from './run-training';
import { shuffledIndices } from './shuffle';
import { trainEpochs, type TrainingResult, type TrainingTask } from './train-epochs';
import { TrainingConfig } from './training-config';

const WAVE = { rowCount: 400, channelCount: 2, horizon: 6, season: 12 };

async function taskOf(training: object, model: object = {}): Promise<TrainingTask> {
  const folder = temporaryFolder();
  await writeWaveDataset(folder, WAVE);
  const dataset = openDataset(folder);
  const config = ModelConfig.parse({ architecture: 'linear', lookback: 24, normalisation: 'mean', ...model });
  const data = loadWindowData(dataset, config);
  const train = selectWindows(data, 'train', 24);
  return {
    forecaster: createForecaster(config, dataset.manifest.meta),
    train,
    validation: selectWindows(data, 'validation', 24),
    objective: hardObjective('mse', train, WAVE.channelCount),
    config: TrainingConfig.parse({ epochs: 6, learningRate: 0.01, ...training }),
    seed: 3,
  };
}

function runToEnd(task: TrainingTask): TrainingResult {
  const events = trainEpochs(task);
  for (let next = events.next(); ; next = events.next()) if (next.done) return next.value;
}

const hashOf = (parameters: ParameterValues) =>
  createHash('sha256')
    .update(Buffer.concat(Object.values(parameters).map(({ values }) => Buffer.from(values.slice().buffer))))
    .digest('hex');

beforeAll(() => loadEngine());

it('cuts windows as a slow loop over the formula of the rows does', async () => {
  const { train } = await taskOf({});
  expect([train.origin[0], train.origin[train.count - 1]]).toEqual([24, 240 - 6]);
  const past = new Float32Array(2 * 24 * 2);
  train.copyPast(5, past, 48);
  const expected = Array.from({ length: 48 }, (_, i) => Math.fround(waveValue(5 + Math.floor(i / 2), i % 2, 12)));
  expect([...past.subarray(48)]).toEqual(expected);
});

it('learns a wave that a linear map can forecast, and keeps the best epoch', async () => {
  const { best, history } = runToEnd(await taskOf({ epochs: 40, patience: 40 }));
  expect(best.validationLoss).toBeLessThan(history[0]!.validation / 20);
  expect(best.validationLoss).toBe(Math.min(...history.map(({ validation }) => validation)));
});

it('stops after `patience` epochs without a better validation loss', async () => {
  const { best, history } = runToEnd(
    await taskOf({ epochs: 50, learningRate: 1e-12, patience: 2, optimizer: 'sgd' }, { residual: 'last' }),
  );
  expect(history.length).toBe(best.epoch + 2);
});

it('gives the same bytes twice, and others for another seed', async () => {
  const task = await taskOf({});
  const [first, again] = [runToEnd(task), runToEnd(task)];
  expect(hashOf(again.best.parameters)).toBe(hashOf(first.best.parameters));
  expect(hashOf(runToEnd({ ...task, seed: 4 }).best.parameters)).not.toBe(hashOf(first.best.parameters));
});

it('goes on from a snapshot to the bytes of an uninterrupted run', async () => {
  const task = await taskOf(
    { optimizer: 'adamw', weightDecay: 0.01 },
    { architecture: 'mlp', options: { hidden: 8, dropout: 0.3, batchNorm: true } },
  );
  const whole = runToEnd(task);
  const work = temporaryFolder();
  const stop = new AbortController();
  const host = silentHost(work, stop.signal);
  let epochs = 0;
  const stopping = { ...host, detail: () => void (++epochs === 3 && stop.abort()), progress: () => wait(30) };
  await expect(runTraining(task, 'f', stopping)).rejects.toThrow(/run the same command again/);
  const resumed: string[] = [];
  const result = await runTraining(task, 'f', {
    ...silentHost(work),
    info: (_, message) => void resumed.push(message),
  });
  expect(resumed).toEqual(['going on from a half-done training']);
  expect(hashOf(result.best.parameters)).toBe(hashOf(whole.best.parameters));
  expect(result.history).toEqual(whole.history);
});

/** Makes a step long enough for the shell to look at its signal. */
function wait(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

describe('a warm start', () => {
  it('is better than the first epoch from nothing, and gets better', async () => {
    const { best } = runToEnd(await taskOf({ epochs: 4 }));
    const task = { ...(await taskOf({ epochs: 4 })), start: best.parameters, keepStart: true };
    const warm = runToEnd(task);
    expect(warm.history[0]!.validation).toBeLessThan(best.validationLoss);
    expect(warm.best.epoch).toBeGreaterThan(0);
    expect(warm.best.validationLoss).toBe(Math.min(...warm.history.map(({ validation }) => validation)));
  });

  it('stays where no epoch is better than it: with its own parameters and loss, as epoch 0', async () => {
    const { best } = runToEnd(await taskOf({ epochs: 20 }));
    const ruined = runToEnd({
      ...(await taskOf({ epochs: 3, learningRate: 5 })),
      start: best.parameters,
      keepStart: true,
    });
    expect(ruined.best.epoch).toBe(0);
    expect(ruined.best.validationLoss).toBe(best.validationLoss);
    expect(hashOf(ruined.best.parameters)).toBe(hashOf(best.parameters));
    expect(ruined.history).toHaveLength(3);
  });

  it('goes on from a snapshot to the bytes of an uninterrupted run', async () => {
    const { best } = runToEnd(await taskOf({ epochs: 2 }));
    const task = { ...(await taskOf({ epochs: 3 })), start: best.parameters, keepStart: true };
    const first = [...trainEpochs(task)].find((event) => event.kind === 'epoch')!;
    const events = trainEpochs(task, first.snapshot);
    let next = events.next();
    while (!next.done) next = events.next();
    expect(hashOf(next.value.best.parameters)).toBe(hashOf(runToEnd(task).best.parameters));
  });
});

it('counts every window of a short last batch exactly once', async () => {
  const losses = await Promise.all(
    [7, 211].map(async (batchSize) => {
      const task = await taskOf({ batchSize, epochs: 1, learningRate: 1e-30, optimizer: 'sgd' });
      return runToEnd(task).history[0]!.train['loss']!;
    }),
  );
  expect(losses[0]! / losses[1]!).toBeCloseTo(1, 5);
});

// Each window stands in it twice, so that means and variances are those of the windows.
it('learns from a batch of twice the windows there are what it learns from one of all windows, statistics of the batch too', async () => {
  const model = { architecture: 'mlp', options: { hidden: 4, batchNorm: true } };
  const learned = await Promise.all(
    [211, 422].map(async (batchSize) => {
      const task = await taskOf({ batchSize, epochs: 5 }, model);
      return { count: task.train.count, parameters: runToEnd(task).best.parameters };
    }),
  );
  const [once, twice] = learned;
  expect(once!.count).toBe(211);
  for (const [name, { values }] of Object.entries(once!.parameters))
    expect(largestDifference(twice!.parameters[name]!.values, values)).toBeLessThan(1e-4);
});

it('shuffles every index once, differently in every epoch and for every seed', () => {
  const orders = [shuffledIndices(1000, 0, 1), shuffledIndices(1000, 0, 2), shuffledIndices(1000, 1, 1)];
  for (const order of orders)
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  expect(new Set(orders.map((order) => order.join())).size).toBe(3);
});

it('shuffles into every order about equally often', () => {
  const counts = new Map<string, number>();
  for (let seed = 0; seed < 2400; seed++) {
    const order = shuffledIndices(3, seed, 1).join();
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  // 400 of each of 3! orders; one standard deviation is 18.
  expect(counts.size).toBe(6);
  for (const count of counts.values()) expect(Math.abs(count - 400)).toBeLessThan(80);
});

it.each([
  ['constant', [1, 1, 1, 1]],
  ['halving', [1, 1, 0.5, 0.25]],
] as const)('the %s schedule follows its definition', (kind, rates) => {
  const config = TrainingConfig.parse({ epochs: 4, learningRate: 1, schedule: { kind } });
  expect([1, 2, 3, 4].map((epoch) => learningRateAt(config, epoch, 0))).toEqual(rates);
});

it('the cosine schedule rises linearly, peaks after the warm-up, and ends at 0', () => {
  const config = TrainingConfig.parse({ epochs: 4, learningRate: 2, schedule: { kind: 'cosine', warmup: 0.2 } });
  expect([0, 0.1, 0.2, 0.6, 1].map((progress) => learningRateAt(config, 1, progress))).toEqual([
    0,
    1,
    2,
    expect.closeTo(1, 10),
    0,
  ]);
});
