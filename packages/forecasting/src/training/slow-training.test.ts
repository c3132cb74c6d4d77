import { openDataset, type ParameterValues } from '@tsdistill/contracts';
import { INFERENCE, loadEngine, tf, type Tensor } from '@tsdistill/engine';
import {
  PANEL,
  PANEL_COUNTS,
  PANEL_WEIGHTS,
  panelKnown,
  panelObserved,
  type PanelOptions,
  panelOrigins,
  panelPast,
  panelStatic,
  panelValue,
  temporaryFolder,
  writePanelDataset,
} from '@tsdistill/testing';
import { loadWindowData, selectWindows } from '../data/windows';
import { floorForecasts } from '../models/floor-forecasts';
import { createForecaster, type Forecaster } from '../models/forecaster';
import { ModelConfig } from '../models/model-config';
import { hardObjective } from './objective';
import { shuffledIndices } from './shuffle';
import { trainEpochs, type TrainingResult, type TrainingTask } from './train-epochs';
import { type PointwiseLoss, TrainingConfig } from './training-config';

/** @file Whole trainings against a slow loop: windows from the panel's formula, eager gradients, rates from the definition. */

const [LOOKBACK, HORIZON, WIDTH, SEED] = [6, PANEL.horizon, PANEL.target.length, 5];
const [plain, rich] = [temporaryFolder(), temporaryFolder()];
const FILLED = 8;
/** Many forecasts are below it. */
const FLOOR = 2.5;
const RICH = {
  covariates: true,
  masked: true,
  filled: FILLED,
  weighted: true,
  transformed: true,
  floor: FLOOR,
} as const satisfies PanelOptions;

beforeAll(async () => {
  await loadEngine();
  await writePanelDataset(plain);
  await writePanelDataset(rich, RICH);
});

function taskOf(model: object, training: object, folder = plain): TrainingTask {
  const dataset = openDataset(folder);
  const config = ModelConfig.parse({ lookback: LOOKBACK, ...model });
  const settings = TrainingConfig.parse({
    epochs: 3,
    batchSize: 16,
    learningRate: 0.05,
    optimizer: 'sgd',
    ...training,
  });
  const data = loadWindowData(dataset, config);
  const train = selectWindows(data, 'train', LOOKBACK);
  const forecaster = createForecaster(config, dataset.manifest.meta);
  return {
    forecaster,
    deployed: floorForecasts(forecaster, dataset.manifest.meta.scaler),
    train,
    validation: selectWindows(data, 'validation', LOOKBACK),
    objective: hardObjective(settings.loss, train, WIDTH),
    config: settings,
    seed: SEED,
  };
}

function runToEnd(task: TrainingTask): TrainingResult {
  const events = trainEpochs(task);
  for (let next = events.next(); ; next = events.next()) if (next.done) return next.value;
}

type Origin = readonly [series: number, origin: number];
type Weights = Record<string, Tensor>;

/** [N, count, columns] of the rows from `from` on, relative to each origin. */
function cube(
  origins: readonly Origin[],
  [from, count]: readonly [number, number],
  columns: number,
  value: typeof panelValue,
) {
  const cells = origins.map(([series, origin]) =>
    Array.from({ length: count }, (_, t) =>
      Array.from({ length: columns }, (__, c) => value(series, origin + from + t, c)),
    ),
  );
  return tf.tensor3d(cells, [origins.length, count, columns]);
}

/** What is known of some windows beside their past, by name of the input. */
function covariatesOf({ config }: Forecaster, origins: readonly Origin[]) {
  const places = (names: readonly string[], all: readonly string[]) => names.map((name) => all.indexOf(name));
  const [past, known, statics] = [
    places(config.past, PANEL.past),
    places(config.known, PANEL.known),
    places(config.static, PANEL.static),
  ];
  const pick = (columns: readonly number[], value: typeof panelValue): typeof panelValue => {
    return (series, row, k) => value(series, row, columns[k]!);
  };
  const rows = origins.map(([series]) => statics.map((column) => panelStatic(series, column)));
  return {
    ...(past.length > 0 && { covariates: cube(origins, [-LOOKBACK, LOOKBACK], past.length, pick(past, panelPast)) }),
    ...(known.length > 0 && {
      known: cube(origins, [-LOOKBACK, LOOKBACK + HORIZON], known.length, pick(known, panelKnown)),
    }),
    ...(statics.length > 0 && { static: tf.tensor2d(rows) }),
  };
}

/** A raw value on the scale of a series and channel, by the definition of its transform. */
function onScale(raw: number, series: number, channel: number): number {
  const [shift, scale] = [PANEL_COUNTS.shift[series]![channel]!, PANEL_COUNTS.scale[series]![channel]!];
  return ((channel === 0 ? Math.log(raw + 1) : Math.sqrt(raw)) - shift) / scale;
}

/** What a masked panel holds: for a value that is missing that of its file. */
function storedValue(series: number, row: number, channel: number): number {
  return panelObserved(series, row, channel) ? panelValue(series, row, channel) : onScale(FILLED, series, channel);
}

interface Windows {
  readonly origins: readonly Origin[];
  /** Values are missing and series have weights. */
  readonly isRich: boolean;
  /** A forecast is raised to the floor before it is compared. */
  readonly isDeployed?: boolean;
}

/** Hard loss over given windows, by the definition of each loss: each element with the weight of its series, none that is missing. */
function slowLoss(
  forecaster: Forecaster,
  weights: Weights,
  { origins, isRich, isDeployed = false }: Windows,
  kind: PointwiseLoss,
) {
  const past = cube(origins, [-LOOKBACK, LOOKBACK], WIDTH, isRich ? storedValue : panelValue);
  const { forecast } = forecaster.forward(weights, { past, ...covariatesOf(forecaster, origins) }, INFERENCE);
  const floor = cube(origins, [0, 1], WIDTH, (series, _, c) => onScale(FLOOR, series, c));
  const said = isRich && isDeployed ? tf.maximum(forecast!, floor) : forecast!;
  const difference = tf.sub(said, cube(origins, [0, HORIZON], WIDTH, panelValue));
  const share = cube(origins, [0, HORIZON], WIDTH, (series, row, c) => {
    if (!isRich) return 1;
    return panelObserved(series, row, c) ? (isDeployed ? 1 : PANEL_WEIGHTS[series]!) : 0;
  });
  return tf.div(tf.sum(tf.mul(slowElements(difference, kind), share)), tf.sum(share)).asScalar();
}

function slowElements(difference: Tensor, kind: PointwiseLoss): Tensor {
  if (kind === 'mse') return tf.mul(difference, difference);
  const size = tf.abs(difference);
  if (kind === 'mae') return size;
  // d²/2 less (|d| - δ)²/2 where |d| is above δ, which leaves δ(|d| - δ/2).
  const above = tf.relu(tf.sub(size, kind.huber));
  return tf.div(tf.sub(tf.square(size), tf.square(above)), 2);
}

const tensorsOf = (parameters: ParameterValues): Weights =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, { values, shape }]) => [name, tf.tensor(values, [...shape])]),
  );

const lossOf = (task: TrainingTask, parameters: ParameterValues, split: 'train' | 'validation') =>
  slowLoss(
    task.forecaster,
    tensorsOf(parameters),
    { origins: panelOrigins(split, LOOKBACK), isRich: false },
    task.config.loss,
  ).dataSync()[0]!;

/** Gradient descent, one batch after the other. @param rateOf learning rate after a share of all steps is done */
function slowTraining(
  { forecaster, config }: TrainingTask,
  rateOf: (share: number, epoch: number) => number,
  isRich = false,
) {
  const origins = panelOrigins('train', LOOKBACK);
  const stepCount = Math.ceil(origins.length / config.batchSize);
  let weights = tensorsOf(forecaster.initialise(SEED));
  const names = Object.keys(weights);
  const history = Array.from({ length: config.epochs }, (_, i) => {
    const order = [...shuffledIndices(origins.length, SEED, i + 1)];
    let total = 0;
    for (let step = 0; step < stepCount; step++) {
      const batch = order.splice(0, config.batchSize).map((index) => origins[index]!);
      const loss = (...list: Tensor[]) =>
        slowLoss(
          forecaster,
          Object.fromEntries(names.map((name, k) => [name, list[k]!])),
          { origins: batch, isRich },
          config.loss,
        );
      const { value, grads } = tf.valueAndGrads(loss)(names.map((name) => weights[name]!));
      const norm = Math.sqrt(grads.reduce((sum, grad) => sum + tf.sum(tf.square(grad)).dataSync()[0]!, 0));
      const clip = config.clipNorm === 0 ? 1 : Math.min(1, config.clipNorm / norm);
      const rate = rateOf((i + step / stepCount) / config.epochs, i + 1);
      weights = Object.fromEntries(
        names.map((name, k) => [name, tf.sub(weights[name]!, tf.mul(grads[k]!, rate * clip))]),
      );
      total += value.dataSync()[0]! * batch.length;
    }
    const validation = slowLoss(
      forecaster,
      weights,
      { origins: panelOrigins('validation', LOOKBACK), isRich, isDeployed: true },
      config.loss,
    ).dataSync()[0]!;
    return { learningRate: rateOf(i / config.epochs, i + 1), train: total / origins.length, validation };
  });
  return { history, last: weights };
}

const RATE = 0.05;
const cosine = (share: number) =>
  share < 0.3 ? (RATE * share) / 0.3 : (RATE * (1 + Math.cos((Math.PI * (share - 0.3)) / 0.7))) / 2;

it.each([
  [
    'cosine schedule, mse',
    { architecture: 'linear', normalisation: 'revin', affine: true },
    { schedule: { kind: 'cosine', warmup: 0.3 } },
    cosine,
  ],
  [
    'known channels, mae, halving schedule',
    { architecture: 'lstm', known: ['swing', 'ramp'], options: { units: 4 } },
    { schedule: { kind: 'halving', after: 1 }, loss: 'mae' },
    (_: number, epoch: number) => RATE * 0.5 ** (epoch - 1),
  ],
  [
    'huber, clipping',
    { architecture: 'mlp', normalisation: 'mean', options: { hidden: 4 } },
    { loss: { huber: 0.5 }, clipNorm: 0.05 },
    () => RATE,
  ],
])('several series, a scaler each, a short last batch: %s', (_, model, training, rateOf) => {
  const task = taskOf(model, training);
  expectSame(runToEnd(task), slowTraining(task, rateOf), task);
});

// Training knows no floor; the validation loss is that of forecasts as they are used.
it.each([
  ['mlp', { hidden: 4 }, { loss: 'mae', learningRate: 0.004 }],
  ['rnn', { units: 3, layers: 2 }, {}],
  ['lstm', { units: 3 }, { loss: { huber: 0.5 } }],
])('covariates, values that are missing, weights, transforms and a floor: %s', (architecture, options, training) => {
  const model = { architecture, options, past: ['wind', 'flow'], known: ['swing'], static: ['area', 'kind=b'] };
  const task = taskOf(model, { learningRate: 0.02, ...training }, rich);
  const slow = slowTraining(task, () => task.config.learningRate, true);
  expectSame(runToEnd(task), slow, task);
});

function expectSame(
  { best, history }: TrainingResult,
  slow: ReturnType<typeof slowTraining>,
  { config }: TrainingTask,
) {
  expect(history).toHaveLength(config.epochs);
  history.forEach(({ learningRate, train, validation }, i) => {
    const expected = slow.history[i]!;
    expect([learningRate, train['loss'], validation]).toEqual([
      expect.closeTo(expected.learningRate, 10),
      expect.closeTo(expected.train, 4),
      expect.closeTo(expected.validation, 4),
    ]);
  });
  expect(best.epoch).toBe(config.epochs);
  for (const [name, { values }] of Object.entries(best.parameters)) {
    const expected = slow.last[name]!.dataSync();
    values.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 4));
  }
}

it('keeps the parameters of the epoch with the lowest validation loss, not the last ones', () => {
  const task = taskOf(
    { architecture: 'mlp', options: { hidden: 16 } },
    { optimizer: 'adam', learningRate: 0.4, epochs: 12, patience: 12 },
  );
  const { best, history } = runToEnd(task);
  const losses = history.map(({ validation }) => validation);
  expect(best.epoch).toBeGreaterThan(1);
  expect(best.epoch).toBeLessThan(history.length);
  expect(best.epoch).toBe(1 + losses.indexOf(Math.min(...losses)));
  expect(best.validationLoss).toBe(Math.min(...losses));
  expect(lossOf(task, best.parameters, 'validation')).toBeCloseTo(best.validationLoss, 5);
});

// Loshchilov & Hutter 2019: the decay is apart from the gradient, so it takes rate · decay · parameter away from the same step.
it('decays weights as adamw does', () => {
  const start = taskOf({ architecture: 'linear' }, {}).forecaster.initialise(SEED);
  const after = (weightDecay: number) =>
    runToEnd(taskOf({ architecture: 'linear' }, { optimizer: 'adamw', weightDecay, epochs: 1, batchSize: 100 })).best
      .parameters;
  const [plain, decayed] = [after(0), after(0.5)];
  for (const [name, { values }] of Object.entries(start))
    values.forEach((value, i) =>
      expect(plain[name]!.values[i]! - decayed[name]!.values[i]!).toBeCloseTo(RATE * 0.5 * value, 5),
    );
});

// One window has one order, and the start values are the same: all that a seed changes is what is dropped.
it('drops other elements for another seed', () => {
  const lossOfSeed = (seed: number) => {
    const task = taskOf({ architecture: 'mlp', options: { dropout: 0.5 } }, { epochs: 1, batchSize: 1 });
    const forecaster = { ...task.forecaster, initialise: () => task.forecaster.initialise(SEED) };
    return runToEnd({ ...task, forecaster, train: { ...task.train, count: 1 }, seed }).history[0]!.train['loss']!;
  };
  expect(lossOfSeed(1)).toBe(lossOfSeed(1));
  expect(Math.abs(lossOfSeed(1) - lossOfSeed(2))).toBeGreaterThan(1e-4);
});

it('goes on behind the epoch of a snapshot', () => {
  const task = taskOf({ architecture: 'linear' }, {});
  const first = [...trainEpochs(task)].find((event) => event.kind === 'epoch')!;
  const epochs = [...trainEpochs(task, first.snapshot)].map(({ epoch }) => epoch);
  expect([epochs[0], epochs.at(-1)]).toEqual([2, 3]);
});
