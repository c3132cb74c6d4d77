import { join } from 'node:path';
import { openDataset, openSoftTargets, type SoftTargets, writeArtifact, writeSoftTargets } from '@tsdistill/contracts';
import { compileStep, type FeedArrays, loadEngine, tf, type Tensors } from '@tsdistill/engine';
import { concatWindows, loadWindowData, selectWindows, type TrainingWindows } from '@tsdistill/forecasting';
import { temporaryFolder, writeWaveDataset } from '@tsdistill/testing';
import { DistillationConfig } from '../config';
import type { Term } from './method';
import { createTerms, METHOD_NAMES, type MethodName } from './registry';

const [BATCH, HORIZON, CHANNELS] = [4, 6, 2];
const SHAPE = [BATCH, HORIZON, CHANNELS];
const LOOKBACK = 8;
/** Of the teacher, in one window: five features a channel, and four of the whole window. */
const LAYERS = [
  { name: 'norm', shape: [CHANNELS, 5] },
  { name: 'state', shape: [4] },
];
/** Of the student: three features a channel. */
const STUDENT = { architecture: 'mlp', layers: { map: [CHANNELS, 3] }, quantiles: [0.1, 0.5] };
/** Of the teacher; the student has fewer. */
const LEVELS = [0.1, 0.25, 0.5];
const SCALER = { kind: 'none', scope: 'global', shift: [[0, 0]], scale: [[1, 1]] } as const;

const ALWAYS = { student: STUDENT, seed: 1, channelCount: CHANNELS, scaler: SCALER };

/** Settings of every method, and of its further forms. */
const CASES: readonly (readonly [MethodName, object])[] = [
  ['feature', { teacher: 'norm', student: 'map' }],
  ['feature', { teacher: 'state', student: 'map' }],
  ['multi-level', { norm: { student: 'map', weight: 2 }, state: { student: 'map', weight: 0.5 } }],
  ['multi-period', { temperature: 2 }],
  ['quantile', {}],
  ['relational', { agree: 'distances' }],
  ['relational', { agree: 'neighbours', temperature: 0.5 }],
];

const values = (seed: number, size = BATCH * HORIZON * CHANNELS) =>
  Float32Array.from({ length: size }, (_, i) => Math.sin(seed + 2.3 * i) + 0.2 * Math.cos(i * i));

const folder = temporaryFolder();
let windows: TrainingWindows;
let teacher: SoftTargets;

beforeAll(async () => {
  await loadEngine();
  await writeWaveDataset(join(folder, 'dataset'), {
    rowCount: 60,
    channelCount: CHANNELS,
    horizon: HORIZON,
    season: 6,
  });
  const dataset = openDataset(join(folder, 'dataset'));
  const train = selectWindows(loadWindowData(dataset), 'train', LOOKBACK);
  windows = concatWindows([{ windows: train, labelled: true }], CHANNELS);
  const meta = {
    ...{ dataset: dataset.fingerprint, teacher: null, horizon: HORIZON, channels: ['wave0', 'wave1'] },
    ...{ unit: 'standardized' as const, quantiles: LEVELS, features: [14], layers: LAYERS, trainedUntil: null },
  };
  const arrays = {
    series: new Int32Array(BATCH),
    origin: Int32Array.from(train.origin.subarray(0, BATCH)),
    inSample: new Uint8Array(BATCH),
    forecast: values(1),
    quantiles: values(7, 3 * BATCH * HORIZON * CHANNELS),
    features: values(5, BATCH * 14),
  };
  await writeArtifact(join(folder, 'teacher'), { kind: 'soft-targets', config: {}, inputs: {} }, (draft) =>
    writeSoftTargets(draft, meta, [{ rowCount: BATCH, arrays }]),
  );
  teacher = openSoftTargets(join(folder, 'teacher'));
});
afterAll(() => teacher.close());

function termOf(name: MethodName, settings: object): Term {
  const section = DistillationConfig.parse({ alpha: 0, [name]: settings });
  const sources = { windows, isMade: () => false, teachers: [teacher], ...ALWAYS };
  return Object.values(createTerms(section, sources))[0]!;
}

/** What a term is fed for the first windows: the third is not covered, the others have weights of their own. */
function feedsOf(term: Term): FeedArrays {
  const own = Object.entries(term.feeds?.(BATCH) ?? {}).map(([name, { shape }]) => [
    name,
    new Float32Array(shape.reduce((product, length) => product * length, 1)),
  ]);
  const arrays = Object.fromEntries(own) as Record<string, Float32Array>;
  for (let slot = 0; slot < BATCH; slot++) term.fill?.(slot, slot, arrays);
  return { soft: values(1), covered: Float32Array.of(1, 1, 0, 1), counted: Float32Array.of(1, 2, 1, 0.5), ...arrays };
}

function specsOf(term: Term) {
  const list = { shape: [BATCH], dtype: 'float32' } as const;
  return { soft: { shape: SHAPE, dtype: 'float32' as const }, covered: list, counted: list, ...term.feeds?.(BATCH) };
}

/** What the term has a gradient for: the student's layer and the regressor, its quantiles, or its forecast. */
function startOf(term: Term) {
  const { layers, parameters } = term;
  const isQuantile = 'quantile/soft' in specsOf(term);
  if (isQuantile) return { quantiles: { shape: [BATCH, 2, HORIZON, CHANNELS], values: values(9, 2 * 48) } };
  if (!layers) return { forecast: { shape: SHAPE, values: values(9) } };
  const shape = [BATCH, ...STUDENT.layers.map];
  return { map: { shape, values: values(9, BATCH * CHANNELS * 3) }, ...parameters };
}

function lossOf(term: Term, parameters: Tensors, feeds: Tensors): tf.Scalar {
  const { soft, covered, counted } = feeds as Record<'soft' | 'covered' | 'counted', tf.Tensor>;
  const { forecast = soft } = parameters;
  return term.loss({ forecast, soft, covered, counted, feeds, hidden: parameters, parameters }) as tf.Scalar;
}

function toTensors(arrays: FeedArrays, term: Term): Tensors {
  const specs: Record<string, { shape: readonly number[] }> = specsOf(term);
  return Object.fromEntries(
    Object.entries(arrays).map(([name, array]) => [name, tf.tensor(array, [...specs[name]!.shape])]),
  );
}

it('has a case for every method', () => {
  expect([...new Set(CASES.map(([name]) => name))]).toEqual(METHOD_NAMES);
});

describe.each(CASES)('%s %j', (name, settings) => {
  it('compiled takes the step that it takes eagerly', () => {
    const term = termOf(name, settings);
    const [start, feeds] = [startOf(term), feedsOf(term)];
    const step = compileStep({
      ...{ parameters: start, feeds: specsOf(term), optimizer: { kind: 'sgd' } },
      loss: (parameters, tensors) => ({ loss: lossOf(term, parameters, tensors) }),
    });
    const report = step.run(feeds, { learningRate: 1, seed: 0, epoch: 1 });
    const after = step.parameters();
    step.dispose();
    tf.tidy(() => {
      const names = Object.keys(start);
      const given = toTensors(feeds, term);
      const evaluate = (...list: tf.Tensor[]) =>
        lossOf(term, Object.fromEntries(names.map((one, i) => [one, list[i]!])), given);
      const tensors = Object.values(start).map(({ values: array, shape }) => tf.tensor(array, [...shape]));
      const { value, grads } = tf.valueAndGrads(evaluate)(tensors);
      expect(report.loss).toBeCloseTo(value.dataSync()[0]!, 5);
      expect(report.loss).toBeGreaterThan(1e-3);
      names.forEach((one, i) => {
        const before = Object.values(start)[i]!.values;
        const slopes = grads[i]!.dataSync();
        before.forEach((old, at) => expect(old - after[one]!.values[at]!).toBeCloseTo(slopes[at]!, 5));
      });
    });
  });

  it('leaks no tensor', () => {
    const term = termOf(name, settings);
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const start = Object.entries(startOf(term)).map(([one, { values: array, shape }]) => [
        one,
        tf.tensor(array, [...shape]),
      ]);
      lossOf(term, Object.fromEntries(start) as Tensors, toTensors(feedsOf(term), term));
    });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses a setting that there is not, and a weight of 0', () => {
    const isValid = (changed: object) => {
      const all =
        name === 'multi-level' ? { ...settings, norm: { student: 'map', ...changed } } : { ...settings, ...changed };
      return DistillationConfig.safeParse({ alpha: 0.5, [name]: all }).success;
    };
    expect([isValid({}), isValid({ weigth: 1 }), isValid({ weight: 0 })]).toEqual([true, false, false]);
  });
});

it.each(CASES.slice(3))('%s %j is 0 where the student says what the teacher says', (name, settings) => {
  const term = termOf(name, settings);
  const found = tf.tidy(() => {
    const feeds = toTensors(feedsOf(term), term);
    const quantiles = feeds['quantile/soft'];
    return lossOf(term, quantiles ? { quantiles } : {}, feeds).dataSync()[0]!;
  });
  expect(Math.abs(found)).toBeLessThan(1e-6);
});

it('refuses a method that there is not', () => {
  const { error } = DistillationConfig.safeParse({ alpha: 0.5, 'multi-perod': {} });
  expect(error?.issues).toMatchObject([{ code: 'unrecognized_keys', keys: ['multi-perod'] }]);
});

describe('a hint', () => {
  const at = { teacher: 'norm', student: 'map' };

  it('is the mean of the squares of what the regressor of each channel leaves, over covered windows', () => {
    const term = termOf('feature', at);
    const layer = values(9, BATCH * CHANNELS * 3);
    const [kernel, bias] = [values(2, 15), values(3, 5)];
    const hints = values(5, BATCH * 14);
    // By hand, window by window: weights 1, 2, 1 and ½; of the second nothing is known, so that it counts as 0.
    const each = Array.from({ length: BATCH }, (_, b) => {
      let sum = 0;
      for (let c = 0; c < CHANNELS; c++)
        for (let o = 0; o < 5; o++) {
          const told = [0, 1, 2].reduce(
            (s, i) => s + layer[(b * CHANNELS + c) * 3 + i]! * kernel[i * 5 + o]!,
            bias[o]!,
          );
          sum += (told - hints[b * 14 + c * 5 + o]!) ** 2;
        }
      return sum / 10;
    });
    const expected = (each[0]! + each[2]! + each[3]! / 2) / 4.5;
    const found = tf.tidy(() => {
      const parameters = {
        map: tf.tensor(layer, [BATCH, CHANNELS, 3]),
        'feature/regressor.kernel': tf.tensor(kernel, [3, 5]),
        'feature/regressor.bias': tf.tensor(bias, [5]),
      };
      const feeds = { ...feedsOf(term), 'feature/covered': Float32Array.of(1, 0, 1, 1) };
      return lossOf(term, parameters, toTensors(feeds, term)).dataSync()[0]!;
    });
    expect(found).toBeCloseTo(expected, 4);
  });

  it('maps the whole layer of a window where the two have not the same channels', () => {
    const shapes = (teacherLayer: string) =>
      Object.values(termOf('feature', { ...at, teacher: teacherLayer }).parameters!).map(({ shape }) => shape);
    expect(shapes('norm')).toEqual([[3, 5], [5]]);
    expect(shapes('state')).toEqual([[6, 4], [4]]);
  });

  it('is the part of the features that its layer is', () => {
    const term = termOf('feature', { ...at, teacher: 'state' });
    const arrays = { 'feature/hints': new Float32Array(2 * 4), 'feature/covered': new Float32Array(2) };
    [1, 0].forEach((index, slot) => term.fill!(index, slot, arrays));
    const all = values(5, BATCH * 14);
    expect([...arrays['feature/hints']]).toEqual([...all.subarray(14 + 10, 28), ...all.subarray(10, 14)]);
  });

  it('is none for a window without a row, and for a made one', () => {
    const section = DistillationConfig.parse({ alpha: 0, feature: at });
    const sources = { windows, teachers: [teacher], ...ALWAYS };
    const [term] = Object.values(createTerms(section, { ...sources, isMade: (index) => index === 1 }));
    const arrays = { 'feature/hints': new Float32Array(3 * 10), 'feature/covered': new Float32Array(3).fill(9) };
    [0, 1, BATCH].forEach((index, slot) => term!.fill!(index, slot, arrays));
    expect([...arrays['feature/covered']]).toEqual([1, 0, 0]);
    expect(arrays['feature/hints'].subarray(0, 10)).toEqual(values(5, BATCH * 14).subarray(0, 10));
  });

  it('at several levels is the sum of its hints, each with its weight and its own regressor', () => {
    const levels = [
      { teacher: 'norm', student: 'map', weight: 2 },
      { teacher: 'state', student: 'map', weight: 0.5 },
    ];
    const several = termOf('multi-level', {
      norm: { student: 'map', weight: 2 },
      state: { student: 'map', weight: 0.5 },
    });
    const found = (term: Term, rename: (name: string) => string) =>
      tf.tidy(() => {
        const start = Object.entries(startOf(several)).map(([name, { values: array, shape }]) => [
          rename(name),
          tf.tensor(array, [...shape]),
        ]);
        return lossOf(term, Object.fromEntries(start) as Tensors, toTensors(feedsOf(term), term)).dataSync()[0]!;
      });
    const each = levels.map((level, i) =>
      found(termOf('feature', level), (name) => name.replace(`multi-level/${i}`, 'feature')),
    );
    expect(found(several, (name) => name)).toBeCloseTo(2 * each[0]! + 0.5 * each[1]!, 4);
  });

  it('of a layer that the soft targets do not hold is refused with those they hold', () => {
    expect(() => termOf('feature', { ...at, teacher: 'layer0' })).toThrow(
      `The hint layer "layer0", for "map" of the student (mlp), is not exported by the teacher of ${join(folder, 'teacher')}: it exports norm, state.`,
    );
  });

  it('for a layer that the student does not show is refused with those it shows', () => {
    expect(() => termOf('multi-level', { norm: { student: 'map' }, state: { student: 'state' } })).toThrow(
      `No hidden layer "state" is shown by the student (mlp), which is to foretell "state" of the teacher of ${join(folder, 'teacher')}; it shows map.`,
    );
  });

  it('of several teachers is refused', () => {
    const section = DistillationConfig.parse({ alpha: 0, feature: at });
    const sources = { windows, isMade: () => false, ...ALWAYS };
    expect(() => createTerms(section, { ...sources, teachers: [teacher, teacher] })).toThrow(
      `The method "feature" needs one teacher, but the student has 2 (${Array(2)
        .fill(`the teacher of ${join(folder, 'teacher')}`)
        .join(', ')}): hidden layers and weights of several have nothing in common.`,
    );
  });
});

describe('quantiles', () => {
  const termFor = (changed: object) => {
    const section = DistillationConfig.parse({ alpha: 0, quantile: {} });
    const sources = { windows, isMade: () => false, teachers: [teacher], ...ALWAYS, ...changed };
    return Object.values(createTerms(section, sources))[0]!;
  };
  const size = HORIZON * CHANNELS;
  const filled = (term: Term) => {
    const arrays = { 'quantile/soft': new Float32Array(2 * size), 'quantile/covered': new Float32Array(1) };
    term.fill!(1, 0, arrays);
    return arrays['quantile/soft'];
  };
  const told = (q: number) => values(7, 3 * BATCH * size).subarray((3 + q) * size, (3 + q + 1) * size);

  it('are those of the levels that the student has', () => {
    expect([...filled(termFor({}))]).toEqual([...told(0), ...told(2)]);
  });

  it('are standardized where the teacher speaks in raw units', () => {
    const raw = { ...teacher, meta: { ...teacher.meta, unit: 'raw' } };
    const scaler = { ...SCALER, kind: 'standard', shift: [[1, 2]], scale: [[2, 4]] };
    const found = filled(termFor({ teachers: [raw], scaler }));
    [...told(0), ...told(2)].forEach((value, i) =>
      expect(found[i]).toBeCloseTo(i % 2 === 0 ? (value - 1) / 2 : (value - 2) / 4, 5),
    );
  });

  it('of several teachers are averaged level by level', () => {
    const other: SoftTargets = { ...teacher, readQuantiles: (_, __, out) => out.fill(6) };
    const found = filled(termFor({ teachers: [teacher, other] }));
    [...told(0), ...told(2)].forEach((value, i) => expect(found[i]).toBeCloseTo((value + 6) / 2, 5));
  });

  it('take the forecast for a median that the teacher does not hold', () => {
    const outside = { ...teacher, meta: { ...teacher.meta, quantiles: [0.1, 0.25, 0.75] } };
    expect([...filled(termFor({ teachers: [outside] }))]).toEqual([...told(0), ...values(1).subarray(size, 2 * size)]);
  });

  it('are refused where a teacher lacks a level of the student, with both lists', () => {
    expect(() => termFor({ student: { ...STUDENT, quantiles: [0.5, 0.9] } })).toThrow(
      `The quantiles 0.5, 0.9 of the student are to be learnt, but the teacher of ${join(folder, 'teacher')} has 0.1, 0.25, 0.5.`,
    );
  });

  it('are refused for a student that forecasts none', () => {
    expect(() => termFor({ student: { ...STUDENT, quantiles: [] } })).toThrow(
      `The method "quantile" needs a student that forecasts quantiles: the student (mlp) has none, the teacher of ${join(folder, 'teacher')} 0.1, 0.25, 0.5.`,
    );
  });
});
