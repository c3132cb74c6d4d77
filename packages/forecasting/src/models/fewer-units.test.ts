import type { NamedArray, ParameterValues } from '@tsdistill/contracts';
import { loadEngine } from '@tsdistill/engine';
import { forecastEagerly, inputsOf, largestDifference } from '../../testing/model-cases';
import { createForecaster, type Forecaster } from './forecaster';
import { inheritParameters } from './inherit-parameters';
import { ModelConfig } from './model-config';
import { type Architecture, ARCHITECTURES } from './registry';

/**
 * @file A student within its teacher: the teacher is the student among units that change nothing, so the student that takes the units of
 * largest norm forecasts what its teacher does. Where units lie is written down here once more, by hand.
 */

beforeAll(() => loadEngine());

/**
 * Units along an axis: `6` are fixed. `u` stands for units beside which the teacher has others that neither hear nor say anything. Where layers are
 * normalised, idle units would change mean and spread, so the teacher has each unit twice: both are made (`w+`), one is read (`w-`).
 */
type Token = number | string;
/** By the end of a parameter's name, what lies along its axes. */
type Places = Readonly<Record<string, readonly (readonly Token[])[]>>;

interface Case {
  readonly settings?: object;
  readonly teacher: object;
  readonly student: object;
  /** Units by token: of the student and, where the others are idle, of the teacher. */
  readonly sizes: Readonly<Record<string, readonly [student: number, teacher?: number]>>;
  readonly places: Places;
  /** What an attention divides its scores by, of the teacher over that of the student. */
  readonly scores?: number;
}

const [LOOKBACK, HORIZON] = [12, 4];
const DATA = {
  channels: { target: ['a', 'b', 'c'], past: ['rain'], known: ['phase', 'hour'], static: ['size'] },
  horizon: HORIZON,
  season: 6,
};
const ALL = { past: ['rain'], known: ['phase', 'hour'], static: ['size'] };
/** Targets, and covariates of a step. */
const STEP = 3 + 1 + 2 + 1;
const ALL_STEPS = HORIZON * 3;
const LEVELS = { quantiles: [0.1, 0.5, 0.9] };
const times = (count: number, ...tokens: Token[]): Token[] => Array.from({ length: count }, () => tokens).flat();

const hiddenLayer = (into: string, out: string, unit: string): Places => ({
  [`${into}.kernel`]: [[LOOKBACK], [unit]],
  [`${into}.bias`]: [[unit]],
  [`${out}.kernel`]: [[unit], [HORIZON]],
});

const cells = (gates: number): Places => ({
  'cell.kernel': [[STEP, 'lower'], times(gates, 'lower')],
  'cell.bias': [times(gates, 'lower')],
  'cell2.kernel': [['lower', 'upper'], times(gates, 'upper')],
  'cell2.bias': [times(gates, 'upper')],
  'head.kernel': [['upper'], [ALL_STEPS]],
  'quantiles.kernel': [['upper'], [2 * ALL_STEPS]],
});

const recurrent = (gates: number, options: object = {}): Case => ({
  settings: { ...ALL, ...LEVELS },
  ...{ teacher: { units: 6, layers: 2, ...options }, student: { units: 4, layers: 2, ...options } },
  ...{ sizes: { lower: [4, 6], upper: [4, 6] }, places: cells(gates) },
});

const HEADS = 2;
const attention = (made: Token, read: Token): Places => ({
  ...Object.fromEntries(['query', 'key'].map((role) => [`${role}.kernel`, [[read], times(HEADS, 'd')]])),
  ...Object.fromEntries(['query', 'key'].map((role) => [`${role}.bias`, [times(HEADS, 'd')]])),
  'value.bias': [times(HEADS, 'v')],
  'value.kernel': [[read], times(HEADS, 'v')],
  'merge.kernel': [times(HEADS, 'v'), [made]],
  'wide.kernel': [[read], ['f']],
  'wide.bias': [['f']],
  'narrow.kernel': [['f'], [made]],
  ...Object.fromEntries(
    [
      'merge.bias',
      'narrow.bias',
      'norm1.gain',
      'norm1.shift',
      'norm2.gain',
      'norm2.shift',
      'norm.gain',
      'norm.shift',
    ].map((name) => [name, [[made]]]),
  ),
});

const TIDE: Places = {
  'wide.bias': [['a']],
  'past.wide.kernel': [[1], ['a']],
  'past.skip.kernel': [[1], ['p+']],
  'past.narrow.kernel': [['a'], ['p+']],
  ...Object.fromEntries(
    ['narrow.bias', 'skip.bias', 'norm.gain', 'norm.shift'].map((name) => [`past.${name}`, [['p+']]]),
  ),
  'known.wide.kernel': [[2], ['a']],
  'known.skip.kernel': [[2], ['k+']],
  'known.narrow.kernel': [['a'], ['k+']],
  ...Object.fromEntries(
    ['narrow.bias', 'skip.bias', 'norm.gain', 'norm.shift'].map((name) => [`known.${name}`, [['k+']]]),
  ),
  ...Object.fromEntries(
    [['wide', 'a'] as const, ['skip', 'w+'] as const].map(([role, made]) => [
      `encoder0.${role}.kernel`,
      [[LOOKBACK, ...times(LOOKBACK, 'p-'), ...times(LOOKBACK + HORIZON, 'k-'), 1], [made]],
    ]),
  ),
  'temporal.wide.kernel': [['q-', 'k-'], ['a']],
  'temporal.skip.kernel': [['q-', 'k-'], [1]],
  'temporal.narrow.kernel': [['a'], [1]],
  'decoder1.skip.kernel': [['w-'], times(HORIZON, 'q+')],
  'decoder1.narrow.kernel': [['a'], times(HORIZON, 'q+')],
  ...Object.fromEntries(
    ['narrow.bias', 'skip.bias', 'norm.gain', 'norm.shift'].map((name) => [`decoder1.${name}`, [times(HORIZON, 'q+')]]),
  ),
  ...Object.fromEntries(['narrow.bias', 'skip.bias'].map((name) => [`temporal.${name}`, [[1]]])),
  'wide.kernel': [['w-'], ['a']],
  'skip.kernel': [['w-'], ['w+']],
  'narrow.kernel': [['a'], ['w+']],
  ...Object.fromEntries(['narrow.bias', 'skip.bias', 'norm.gain', 'norm.shift'].map((name) => [name, [['w+']]])),
  'quantiles.kernel': [['w-'], [2 * HORIZON]],
};

/** Every architecture that has units to be left out. */
const CASES: Readonly<Partial<Record<Architecture, Case>>> = {
  'sparse-tsf': {
    ...{ teacher: { period: 4, hidden: 6 }, student: { period: 4, hidden: 2 }, sizes: { h: [2, 6] } },
    places: { 'in.kernel': [[3], ['h']], 'in.bias': [['h']], 'out.kernel': [['h'], [1]] },
  },
  cyclenet: {
    ...{ teacher: { period: 5, hidden: 6 }, student: { period: 5, hidden: 2 }, sizes: { h: [2, 6] } },
    places: hiddenLayer('in', 'out', 'h'),
  },
  mlp: {
    settings: { affine: true, ...ALL, ...LEVELS },
    teacher: { hidden: 7, decomposition: 5, channelAffine: true },
    student: { hidden: 4, decomposition: 5, channelAffine: true },
    sizes: { m: [4, 7], t: [4, 7] },
    places: {
      ...hiddenLayer('map.in', 'map.out', 'm'),
      ...hiddenLayer('trend.in', 'trend.out', 't'),
      'covariates.kernel': [[LOOKBACK + 2 * (LOOKBACK + HORIZON) + 1], ['m']],
      'quantiles.kernel': [['m'], [2 * HORIZON]],
    },
  },
  rnn: recurrent(1),
  lstm: recurrent(4, { highway: true }),
  gru: recurrent(3),
  'seg-rnn': {
    ...{ settings: LEVELS, teacher: { segment: 3, width: 8 }, student: { segment: 3, width: 4 } },
    sizes: { p: [2, 4], c: [2, 4], s: [4, 8] },
    places: {
      'embed.kernel': [[3], ['p', 'c']],
      'embed.bias': [['p', 'c']],
      'cell.kernel': [['p', 'c', 's'], times(3, 's')],
      'cell.bias': [times(3, 's')],
      'position.embedding': [[2], ['p']],
      'channel.embedding': [[3], ['c']],
      'head.kernel': [['s'], [3]],
      'quantiles.kernel': [['s'], [2 * HORIZON]],
    },
  },
  cnn: {
    settings: { ...ALL, ...LEVELS },
    ...{ teacher: { width: 9, layers: 3 }, student: { width: 5, layers: 3 }, sizes: { w: [5, 9], a: [5, 9] } },
    places: {
      'block0.first.kernel': [times(3, STEP), ['a']],
      'block0.skip.kernel': [[STEP], ['w']],
      'first.kernel': [times(3, 'w'), ['a']],
      'first.bias': [['a']],
      'second.kernel': [times(3, 'a'), ['w']],
      'second.bias': [['w']],
      'skip.bias': [['w']],
      'head.kernel': [['w'], [ALL_STEPS]],
      'quantiles.kernel': [['w'], [2 * ALL_STEPS]],
    },
  },
  transformer: {
    settings: { ...ALL, ...LEVELS },
    teacher: { width: 6, heads: HEADS, layers: 2, feedForward: 9 },
    student: { width: 6, heads: HEADS, layers: 2, feedForward: 5 },
    ...{ sizes: { d: [3, 3], v: [3, 3], f: [5, 9] }, places: attention(6, 6) },
  },
  itransformer: {
    settings: { ...ALL, ...LEVELS },
    teacher: { width: 12, heads: HEADS, layers: 2, feedForward: 9 },
    student: { width: 6, heads: HEADS, layers: 2, feedForward: 5 },
    sizes: { d: [3, 6], v: [3, 6], f: [5, 9], w: [6] },
    places: {
      ...attention('w+', 'w-'),
      'embed.kernel': [[LOOKBACK], ['w+']],
      'embedKnown.kernel': [[LOOKBACK + HORIZON], ['w+']],
      'embedStatic.kernel': [[1], ['w+']],
      ...Object.fromEntries(['embed', 'embedKnown', 'embedStatic'].map((name) => [`${name}.bias`, [['w+']]])),
      'head.kernel': [['w-'], [HORIZON]],
      'quantiles.kernel': [['w-'], [2 * HORIZON]],
    },
    scores: Math.SQRT2,
  },
  'patch-tst': {
    settings: LEVELS,
    teacher: { patch: 4, stride: 2, width: 12, heads: HEADS, layers: 2, feedForward: 9 },
    student: { patch: 4, stride: 2, width: 6, heads: HEADS, layers: 2, feedForward: 5 },
    sizes: { d: [3, 6], v: [3, 6], f: [5, 9], w: [6] },
    places: {
      ...attention('w+', 'w-'),
      'embed.kernel': [[4], ['w+']],
      'embed.bias': [['w+']],
      'position.embedding': [[6], ['w+']],
      'head.kernel': [times(6, 'w-'), [HORIZON]],
      'quantiles.kernel': [times(6, 'w-'), [2 * HORIZON]],
    },
    scores: Math.SQRT2,
  },
  tide: {
    settings: { ...ALL, ...LEVELS },
    teacher: { width: 10, decoded: 8, projected: 6, layers: 2 },
    student: { width: 5, decoded: 4, projected: 3, layers: 2 },
    ...{ sizes: { a: [5, 10], w: [5], p: [3], k: [3], q: [4] }, places: TIDE },
  },
};

/** Name of a token and how many there are of it, in the student and in the teacher. */
function measured(token: Token, sizes: Case['sizes']): { own: number; whole: number } {
  if (typeof token === 'number') return { own: token, whole: token };
  const [own, whole = 2 * own] = sizes[token.replace(/[+-]$/, '')] ?? [NaN];
  return { own, whole };
}

/** Units of different names stand at different places, so that none pass for each other. */
const standsBehind = (token: Token): boolean => String(token).replace(/[+-]$/, '') < 'n';

const range = (count: number): number[] => [...Array(count).keys()];

/** The place in the student's axis of everything along the teacher's, −1 for what is idle. */
function placesInStudent(tokens: readonly Token[], sizes: Case['sizes']): number[] {
  let first = 0;
  return tokens.flatMap((token) => {
    const { own, whole } = measured(token, sizes);
    const real = range(own).map((place) => first + place);
    first += own;
    const others = String(token).endsWith('+') ? real : range(whole - own).map(() => -1);
    return standsBehind(token) ? [...others, ...real] : [...real, ...others];
  });
}

/** Places in the teacher's axis, some units backwards. */
function placesBackwards(tokens: readonly Token[], sizes: Case['sizes']): number[] {
  let first = 0;
  return tokens.flatMap((token) => {
    const places = range(measured(token, sizes).whole).map((place) => first + place);
    first += places.length;
    return typeof token === 'string' && standsBehind(token) ? places.reverse() : places;
  });
}

/** The values at these places of each axis, 0 at −1. */
function arranged({ shape, values }: NamedArray, axes: readonly (readonly number[])[]): NamedArray {
  const [rows = [], columns = []] = axes.length === 1 ? [[0], axes[0]] : axes;
  const width = shape.at(-1) ?? 1;
  const cells = rows.flatMap((row) =>
    columns.map((column) => (row < 0 || column < 0 ? 0 : (values[row * width + column] ?? NaN))),
  );
  return { shape: axes.map(({ length }) => length), values: Float32Array.from(cells) };
}

function arrangeAll(
  parameters: ParameterValues,
  { sizes, places }: Case,
  placesAlong: typeof placesInStudent,
): ParameterValues {
  const entries = Object.entries(parameters).map(([name, array]) => {
    const ends = Object.keys(places).filter((end) => name === end || name.endsWith(`.${end}`));
    const axes = places[ends.sort((a, b) => b.length - a.length)[0] ?? ''];
    return [
      name,
      axes
        ? arranged(
            array,
            axes.map((tokens) => placesAlong(tokens, sizes)),
          )
        : array,
    ] as const;
  });
  return Object.fromEntries(entries);
}

/** The student among units that change nothing. */
function teacherParameters(own: ParameterValues, given: Case): ParameterValues {
  const entries = Object.entries(arrangeAll(own, given, placesInStudent)).map(([name, { shape, values }]) => {
    const factor = name.includes('.query.') ? (given.scores ?? 1) : 1;
    return [name, { shape, values: values.map((value) => value * factor) }] as const;
  });
  return Object.fromEntries(entries);
}

/** Weights of equal size, so that of two equal units the one that is read has more norm than any that is not. */
function evenParameters(student: Forecaster): ParameterValues {
  const entries = Object.entries(student.initialise(5)).map(([name, { shape, values }]) => {
    const isGain = name.endsWith('gain');
    return [name, { shape, values: isGain ? values : values.map((value) => 0.4 * Math.sign(value)) }] as const;
  });
  return Object.fromEntries(entries);
}

describe.each(Object.entries(CASES))('%s', (architecture, given) => {
  const of = (options: object) =>
    createForecaster(ModelConfig.parse({ architecture, lookback: LOOKBACK, options, ...given.settings }), DATA);
  const [teacher, student] = [of(given.teacher), of(given.student)];
  const own = evenParameters(student);
  const parameters = teacherParameters(own, given);
  const giver = { forecaster: teacher, parameters, who: 'the teacher in big' };
  const forecast = (forecaster: Forecaster, weights: ParameterValues) =>
    forecastEagerly(forecaster, weights, inputsOf(student, 3), { batch: 3 });

  it('says what its teacher says, of which the other units change nothing', () => {
    const taken = inheritParameters(giver, student, { every: 1, largest: true });
    const said = forecast(teacher, parameters);
    expect(largestDifference(forecast(student, own), forecast(student, student.initialise(1)))).toBeGreaterThan(0.1);
    expect(largestDifference(forecast(student, taken), said)).toBeLessThan(1e-4);
    for (const [name, { values }] of Object.entries(own))
      expect([name, largestDifference(taken[name]!.values, values) < 1e-6]).toEqual([name, true]);
  });

  it('takes the same units wherever they occur, in whichever order the teacher has them', () => {
    const [forwards, backwards] = [teacher.initialise(2), arrangeAll(teacher.initialise(2), given, placesBackwards)];
    expect(largestDifference(forecast(teacher, backwards), forecast(teacher, forwards))).toBeLessThan(1e-5);
    const [one, other] = [forwards, backwards].map((weights) =>
      inheritParameters({ ...giver, parameters: weights }, student, { every: 1, largest: true }),
    );
    expect(largestDifference(forecast(student, other!), forecast(student, one!))).toBeLessThan(1e-5);
  });

  it('is refused unless the largest are asked for, with the first weights and both shapes', () => {
    expect(() => inheritParameters(giver, student, { every: 1, largest: false })).toThrow(
      /^The weights "[\w.]+" of the student \([\w-]+\) are \[[\d, ]+\], those of the teacher in big \[[\d, ]+\]\.$/,
    );
  });
});

it('is possible for all but the linear model, which has no units', () => {
  expect(ARCHITECTURES.filter((name) => !(name in CASES))).toEqual(['linear']);
});
