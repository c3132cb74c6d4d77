import { type ErrorCode, PipelineError } from '@tsdistill/contracts';
import { findProblems } from './find-problems';

/** @file What configs say of each other is judged before anything is trained: one error a case, naming both sides. */

const DATASET = 'data/configs/datasets/shop/dataset.json';
const TEACHER = 'data/configs/teachers/big/teacher.json';
const OUTSIDE = 'data/configs/teachers/outside/teacher.json';
const CHAIN = 'data/configs/teachers/chain/teacher.json';
const STUDENT = 'data/configs/students/small/student.json';
const EXPERIMENT = 'data/configs/experiments/trial/experiment.json';
const FIRST = 'data/configs/experiments/first/experiment.json';
const FORECASTS = 'data/forecasts/manifest.json';

const training = { epochs: 1, learningRate: 0.01 };
const SPLIT = { kind: 'ratio', train: 0.7, validation: 0.1 };
const INGEST = { files: 'shop.csv', timestamp: 'date', frequency: 'PT1H', season: 24, horizon: 24, split: SPLIT };
const mlp = (options: object = {}, settings: object = {}) => ({
  ...{ architecture: 'mlp', lookback: 48, options: { hidden: 32, ...options } },
  ...settings,
});
const teacher = (model: object, features?: readonly string[]) => ({
  ...{ dataset: 'shop', 'teacher-train': { model, training } },
  ...(features && { 'soft-targets': { features } }),
});
const student = (model: object, more: object = {}) => ({
  dataset: 'shop',
  seeds: [0],
  student: { model, training },
  ...more,
});
const experiment = (distillation: object, more: object = {}) => ({
  ...{ student: 'small', teachers: ['big'], distillation: { alpha: 0.5, ...distillation } },
  ...more,
});

const META = {
  ...{ dataset: 'a'.repeat(64), teacher: null, horizon: 24, channels: ['x'], unit: 'raw', quantiles: [0.1, 0.5, 0.9] },
  ...{ features: [8], layers: [{ name: 'state', shape: [8] }], trainedUntil: null, rowCount: 10 },
};

const SOUND: Readonly<Record<string, unknown>> = {
  [DATASET]: { ingest: INGEST },
  [TEACHER]: teacher(mlp({ decomposition: 25 }), ['map']),
  [OUTSIDE]: { dataset: 'shop', softTargets: 'data/forecasts' },
  [CHAIN]: { dataset: 'shop', experiment: 'first~alpha=0.5' },
  [STUDENT]: student(mlp()),
  [FIRST]: experiment({ alpha: [0.3, 0.5] }),
  [EXPERIMENT]: experiment({}),
};

function problems(
  change: Readonly<Record<string, unknown>>,
): readonly (readonly [string, ErrorCode, string, string])[] {
  const values = { ...SOUND, ...change };
  const files = Object.keys(values).filter((file) => file.startsWith('data/configs'));
  const texts = Object.fromEntries(Object.entries(values).map(([file, value]) => [file, JSON.stringify(value)]));
  return findProblems({ files, texts }).map(({ file, code, context }) => {
    const { message, hint } = new PipelineError(code, context as never);
    return [file, code, message, hint];
  });
}

const BIG = `the teacher in ${TEACHER}`;
const SMALL = `the student in ${STUDENT}`;
const ELSEWHERE = `the teacher in ${OUTSIDE} (forecasts made elsewhere, data/forecasts)`;
const LSTM = (units: number) => ({ architecture: 'lstm', lookback: 48, options: { units } });
const ITRANSFORMER = (layers: number) => ({ architecture: 'itransformer', lookback: 48, options: { layers } });
const CNN = (width: number) => ({ architecture: 'cnn', lookback: 48, options: { width, layers: 2 } });
const LEVELS = [0.1, 0.5, 0.9];
const both = (own: object, given: object) => ({ [TEACHER]: teacher(given), [STUDENT]: student(own) });

it('finds nothing wrong with what is sound, nor with what the same teacher and student can do', () => {
  expect(problems({})).toEqual([]);
  expect(problems({ [EXPERIMENT]: experiment({ feature: { teacher: 'map', student: 'map' } }) })).toEqual([]);
  expect(problems({ ...both(LSTM(4), LSTM(8)), [EXPERIMENT]: experiment({ model: { largest: true } }) })).toEqual([]);
  const levels = {
    [TEACHER]: teacher(mlp({}, { quantiles: LEVELS })),
    [STUDENT]: student(mlp({}, { quantiles: LEVELS })),
  };
  expect(problems({ ...levels, [EXPERIMENT]: experiment({ quantile: {} }), [CHAIN]: SOUND[OUTSIDE] })).toEqual([]);
});

it.each<[string, Readonly<Record<string, unknown>>, string, ErrorCode, string, string]>([
  [
    'a hint layer that the teacher shows and does not export',
    { [EXPERIMENT]: experiment({ feature: { teacher: 'trend', student: 'map' } }) },
    EXPERIMENT,
    'HINT_NOT_EXPORTED',
    `The hint layer "trend", for "map" of ${SMALL} (mlp), is not exported by ${BIG}: it exports map, its model shows map, trend.`,
    'soft-targets.features',
  ],
  [
    'a hint layer that no teacher has',
    { [EXPERIMENT]: experiment({ 'multi-level': { map: { student: 'map' }, tren: { student: 'map' } } }) },
    EXPERIMENT,
    'HINT_NOT_EXPORTED',
    `The hint layer "tren", for "map" of ${SMALL} (mlp), is not exported by ${BIG}: it exports map, its model shows map, trend.`,
    'Did you mean "trend"?',
  ],
  [
    'a layer that the student does not have',
    { [EXPERIMENT]: experiment({ feature: { teacher: 'map', student: 'mapp' } }) },
    EXPERIMENT,
    'LAYER_UNKNOWN',
    `No hidden layer "mapp" is shown by ${SMALL} (mlp), which is to foretell "map" of ${BIG}; it shows map.`,
    'Did you mean "map"?',
  ],
  [
    'a layer to be exported that the teacher does not have',
    { [TEACHER]: teacher(LSTM(8), ['cel']) },
    TEACHER,
    'LAYER_UNKNOWN',
    `No hidden layer "cel" is shown by ${BIG} (lstm); it shows cell, steps.`,
    'Did you mean "cell"?',
  ],
  [
    'a layer to be exported that the student of another experiment does not have',
    { [CHAIN]: { dataset: 'shop', experiment: 'first~alpha=0.3', 'soft-targets': { features: ['norm'] } } },
    CHAIN,
    'LAYER_UNKNOWN',
    `No hidden layer "norm" is shown by the teacher in ${CHAIN} (mlp); it shows map.`,
    'soft-targets.features',
  ],
  [
    'hints of several teachers',
    { [EXPERIMENT]: experiment({ feature: { teacher: 'map', student: 'map' } }, { teachers: ['big', 'chain'] }) },
    EXPERIMENT,
    'ONE_TEACHER',
    `The method "feature" needs one teacher, but ${SMALL} has 2 (${BIG}, the teacher in ${CHAIN}): hidden layers and weights of several have nothing in common.`,
    'Name one teacher',
  ],
  [
    'a layer that forecasts from elsewhere do not hold',
    {
      [EXPERIMENT]: experiment({ feature: { teacher: 'map', student: 'map' } }, { teachers: ['outside'] }),
      [FORECASTS]: { meta: META },
    },
    EXPERIMENT,
    'HINT_NOT_EXPORTED',
    `The hint layer "map", for "map" of ${SMALL} (mlp), is not exported by ${ELSEWHERE}: it exports state.`,
    'from elsewhere',
  ],
  [
    'weights of a teacher from elsewhere',
    { [EXPERIMENT]: experiment({ model: {} }, { teachers: ['outside'] }) },
    EXPERIMENT,
    'COPY_WITHOUT_MODEL',
    `There are no weights for ${SMALL} to begin with: of ${ELSEWHERE} only forecasts are given, no model.`,
    'a teacher from elsewhere has no model here',
  ],
  [
    'weights of another architecture, also of a placebo',
    {
      [TEACHER]: teacher(mlp(), ['map']),
      [EXPERIMENT]: experiment({ model: {} }, { placebos: ['smoothed-labels', 'lstm'] }),
      'data/configs/teachers/lstm/teacher.json': teacher(LSTM(8)),
    },
    EXPERIMENT,
    'COPY_ARCHITECTURE',
    `No weights go from the teacher in data/configs/teachers/lstm/teacher.json (lstm) to ${SMALL} (mlp): the architectures differ.`,
    '"lstm"',
  ],
  [
    'weights of more units, whose number of channels no config says',
    { ...both(LSTM(4), LSTM(8)), [EXPERIMENT]: experiment({ model: {} }) },
    EXPERIMENT,
    'COPY_SHAPES',
    `The weights "cell.kernel" of ${SMALL} (lstm) are [4 + C, 16] (C = channels), those of ${BIG} [8 + C, 32] (C = channels).`,
    '"largest": true',
  ],
  [
    'weights of one member of a grid',
    { ...both(LSTM(4), LSTM(8)), [EXPERIMENT]: experiment({ model: { largest: [true, false] } }) },
    EXPERIMENT,
    'COPY_SHAPES',
    `The weights "cell.kernel" of ${SMALL} (lstm) are [4 + C, 16] (C = channels), those of ${BIG} [8 + C, 32] (C = channels).`,
    '"largest": true',
  ],
  [
    'weights of a student that was distilled before',
    {
      [STUDENT]: student(mlp(), { tune: { normalisation: ['none', 'revin'] } }),
      'data/configs/students/tiny/student.json': student(mlp({ hidden: 8 })),
      [EXPERIMENT]: experiment({ model: {} }, { student: 'tiny', teachers: ['chain'] }),
    },
    EXPERIMENT,
    'COPY_SHAPES',
    `The weights "map.in.kernel" of the student in data/configs/students/tiny/student.json (mlp) are [48, 8], those of the teacher in ${CHAIN} [48, 32].`,
    '"largest": true',
  ],
  [
    'weights of other covariates',
    {
      ...both(mlp({}, { known: ['hour.sin', 'hour.cos'] }), mlp({}, { known: ['hour.cos', 'hour.sin'] })),
      [EXPERIMENT]: experiment({ model: {} }),
    },
    EXPERIMENT,
    'COPY_CHANNELS',
    `The known channels that ${SMALL} reads are hour.sin, hour.cos, those of ${BIG} hour.cos, hour.sin: its weights would read other channels.`,
    '`model.known`',
  ],
  [
    'weights of another lookback, of which shapes do not tell',
    { ...both(LSTM(4), { ...LSTM(4), lookback: 24 }), [EXPERIMENT]: experiment({ model: {} }) },
    EXPERIMENT,
    'COPY_SETTINGS',
    `"lookback" of ${SMALL} (lstm) is 48, of ${BIG} 24: the same weights would mean something else.`,
    'Give `model.lookback` of student and teacher the same value',
  ],
  [
    'more layers than the teacher has',
    { ...both(ITRANSFORMER(3), ITRANSFORMER(4)), [EXPERIMENT]: experiment({ model: { every: 2 } }) },
    EXPERIMENT,
    'COPY_LAYERS',
    'There are 3 stacked layers in',
    '`distillation.model`',
  ],
  [
    'quantiles for a student that forecasts none',
    { [TEACHER]: teacher(mlp({}, { quantiles: LEVELS })), [EXPERIMENT]: experiment({ quantile: {} }) },
    EXPERIMENT,
    'QUANTILES_NOT_FORECAST',
    `The method "quantile" needs a student that forecasts quantiles: ${SMALL} (mlp) has none, ${BIG} 0.1, 0.5, 0.9.`,
    '`student.model.quantiles`',
  ],
  [
    'quantiles of a teacher that has none',
    { [STUDENT]: student(mlp({}, { quantiles: LEVELS })), [EXPERIMENT]: experiment({ quantile: {} }) },
    EXPERIMENT,
    'QUANTILES_MISSING',
    `The quantiles 0.1, 0.5, 0.9 of ${SMALL} are to be learnt, but ${BIG} has none.`,
    '`teacher-train.model.quantiles`',
  ],
  [
    'quantiles that forecasts from elsewhere do not hold',
    {
      [STUDENT]: student(mlp({}, { quantiles: [0.2, 0.5] })),
      [EXPERIMENT]: experiment({ quantile: {} }, { teachers: ['outside'] }),
      [FORECASTS]: { meta: META },
    },
    EXPERIMENT,
    'QUANTILES_MISSING',
    `The quantiles 0.2, 0.5 of ${SMALL} are to be learnt, but ${ELSEWHERE} has 0.1, 0.5, 0.9.`,
    'imported frame',
  ],
  [
    'windows that are compared by nothing in particular',
    { [EXPERIMENT]: experiment({ relational: {} }) },
    EXPERIMENT,
    'CONFIG_INVALID',
    `${EXPERIMENT}: "distillation.relational.agree": it is missing; it can be distances, neighbours.`,
    'README',
  ],
  [
    'periods of a horizon that has none',
    { [DATASET]: { ingest: { ...INGEST, horizon: 3 } }, [EXPERIMENT]: experiment({ 'multi-period': {} }) },
    EXPERIMENT,
    'PERIODS_TOO_FEW',
    'A horizon of 3 steps has no two periods to compare; that takes 4 steps.',
    '`ingest.horizon`',
  ],
  [
    'augmented windows that no teacher makes',
    { [EXPERIMENT]: experiment({ augmented: true }, { teachers: ['big', 'chain'] }) },
    EXPERIMENT,
    'WINDOWS_NOT_ASKED',
    `${SMALL} is to learn from augmented windows (\`distillation.augmented\`), but ${BIG}, the teacher in ${CHAIN} make none.`,
    '`soft-targets.augment`',
  ],
  [
    'windows without truth that no teacher labels',
    { [EXPERIMENT]: experiment({ unlabelled: true }) },
    EXPERIMENT,
    'WINDOWS_NOT_ASKED',
    `${SMALL} is to learn from windows without truth (\`distillation.unlabelled\`), but ${BIG} labels none.`,
    '`soft-targets.newest`',
  ],
  [
    'a teacher that does not forecast the split of the verdict',
    {
      [TEACHER]: { ...teacher(mlp()), 'soft-targets': { splits: ['train', 'test'] } },
      [EXPERIMENT]: experiment({}, { evaluate: { split: 'validation' } }),
    },
    EXPERIMENT,
    'SPLIT_NOT_ASKED',
    `The experiment is judged on validation windows (\`evaluate.split\`), of which ${BIG} forecasts none: its splits are train, test.`,
    'Name "validation" in `soft-targets.splits`',
  ],
  [
    'dropout to be tuned of a student that has none',
    { [STUDENT]: student({ architecture: 'linear', lookback: 48 }, { tune: { dropout: [0, 0.2] } }) },
    STUDENT,
    'TUNE_DROPOUT',
    'the student is a "linear", which has no dropout',
    'choose an architecture that has it',
  ],
  [
    'more scales than the horizon has',
    { [EXPERIMENT]: experiment({ scales: 6 }) },
    EXPERIMENT,
    'SCALES_TOO_MANY',
    'A horizon of 24 steps has no value left after 5 poolings by 2, which 6 scales need.',
    'to 5 or less',
  ],
  [
    'a season that no lookback holds, once, for the file of the model',
    { [STUDENT]: student(mlp({}, { residual: 'seasonal', lookback: 12 })), [EXPERIMENT]: experiment({ model: {} }) },
    STUDENT,
    'SEASON_TOO_LONG',
    'A seasonal residual needs the last season (24 steps), but the lookback is 12 steps.',
    '`lookback`',
  ],
])('refuses %s', (_, change, ...[file, code, message, hint]) => {
  const found = problems(change);
  expect(found.map(([at, what]) => [at, what])).toEqual([[file, code]]);
  expect(found[0]![2]).toContain(message);
  expect(found[0]![3]).toContain(hint);
});

it('is content with one teacher that labels the windows, or may label them', () => {
  const asks = (more: object) => ({ ...teacher(mlp()), 'soft-targets': more });
  const both = { augmented: true, unlabelled: true };
  for (const more of [{ newest: true }, { splits: ['train', 'validation', 'test', 'future'] }]) {
    const change = { [TEACHER]: asks({ ...more, augment: { jitter: 0.1 } }) };
    expect(problems({ ...change, [EXPERIMENT]: experiment(both, { teachers: ['big', 'chain'] }) })).toEqual([]);
  }
  expect(problems({ [EXPERIMENT]: experiment(both, { teachers: ['big', 'outside'] }) })).toEqual([]);
});

it('waits for forecasts from elsewhere that are not there yet', () => {
  const hint = experiment({ feature: { teacher: 'map', student: 'map' } }, { teachers: ['outside'] });
  expect(problems({ [EXPERIMENT]: hint })).toEqual([]);
});

// A cnn has weights around its first block unless that is as wide as there are channels, which only the rows tell.
it.each([
  [1, 4],
  [2, 4],
  [1, 2],
])('leaves to the stage whether a cnn of width %i is as wide as its data set, or its teacher of %i', (own, given) => {
  const model = experiment({ model: { largest: true } });
  expect(problems({ ...both(CNN(own), CNN(given)), [EXPERIMENT]: model })).toEqual([]);
});

it('leaves to a file that is missing or wrong what is wrong with it', () => {
  const model = experiment({ model: {} });
  expect(problems({ [EXPERIMENT]: { ...model, teachers: ['nobody'] } })).toEqual([]);
  const wrong = problems({ [EXPERIMENT]: model, [TEACHER]: teacher(mlp({ hiden: 3 })) });
  expect(wrong.map(([file, code]) => [file, code])).toEqual([[TEACHER, 'CONFIG_UNKNOWN_KEY']]);
});
