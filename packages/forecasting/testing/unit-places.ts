import type { Architecture } from '../src/models/registry';
import { LOOKBACK } from './model-cases';

/** @file Where the units of every architecture lie in its parameters, written down by hand: the oracle of copies between widths. */

/**
 * Units along an axis: `6` are fixed. `h` stands for units beside which the teacher has others that neither hear nor say anything. Where layers are
 * normalised, idle units would change mean and spread, so the teacher has each unit twice: both are made (`w+`), one is read (`w-`).
 */
export type Token = number | string;
/** By the end of a parameter's name, what lies along its axes. */
type Places = Readonly<Record<string, readonly (readonly Token[])[]>>;

/** A student and its teacher, who has more units. */
export interface UnitCase {
  readonly settings?: object;
  readonly teacher: object;
  readonly student: object;
  /** Units by token: of the student and, where the others are idle, of the teacher. */
  readonly sizes: Readonly<Record<string, readonly [student: number, teacher?: number]>>;
  readonly places: Places;
  /** What an attention divides its scores by, of the teacher over that of the student. */
  readonly scores?: number;
}

const HORIZON = 4;
/** Targets, and covariates of a step. */
const STEP = 3 + 1 + 2 + 1;
const ALL_STEPS = HORIZON * 3;
const HEADS = 2;

export const UNIT_DATA = {
  channels: { target: ['a', 'b', 'c'], past: ['rain'], known: ['phase', 'hour'], static: ['size'] },
  horizon: HORIZON,
  season: 6,
};
const LEVELS = { quantiles: [0.1, 0.5, 0.9] };
const ALL = { past: ['rain'], known: ['phase', 'hour'], static: ['size'], ...LEVELS };

const times = (count: number, ...tokens: Token[]): Token[] => Array.from({ length: count }, () => tokens).flat();
/** Parameters with the same units along their axes. */
const each = (names: readonly string[], ...axes: readonly Token[][]): Places =>
  Object.fromEntries(names.map((name) => [name, axes]));

const hiddenLayer = (into: string, out: string, unit: string): Places => ({
  [`${into}.kernel`]: [[LOOKBACK], [unit]],
  [`${into}.bias`]: [[unit]],
  [`${out}.kernel`]: [[unit], [HORIZON]],
});

const recurrent = (gates: number, options: object = {}): UnitCase => ({
  ...{ settings: ALL, teacher: { units: 6, layers: 2, ...options }, student: { units: 4, layers: 2, ...options } },
  sizes: { lower: [4, 6], upper: [4, 6] },
  places: {
    'cell.kernel': [[STEP, 'lower'], times(gates, 'lower')],
    'cell.bias': [times(gates, 'lower')],
    'cell2.kernel': [['lower', 'upper'], times(gates, 'upper')],
    'cell2.bias': [times(gates, 'upper')],
    'head.kernel': [['upper'], [ALL_STEPS]],
    'quantiles.kernel': [['upper'], [2 * ALL_STEPS]],
  },
});

const NORMS = ['norm1.gain', 'norm1.shift', 'norm2.gain', 'norm2.shift', 'norm.gain', 'norm.shift'];

const encoder = (made: Token, read: Token): Places => ({
  ...each(['query.kernel', 'key.kernel'], [read], times(HEADS, 'd')),
  ...each(['query.bias', 'key.bias'], times(HEADS, 'd')),
  'value.kernel': [[read], times(HEADS, 'v')],
  'value.bias': [times(HEADS, 'v')],
  'merge.kernel': [times(HEADS, 'v'), [made]],
  'wide.kernel': [[read], ['f']],
  'wide.bias': [['f']],
  'narrow.kernel': [['f'], [made]],
  ...each(['merge.bias', 'narrow.bias', ...NORMS], [made]),
});
const ENCODER = { heads: HEADS, layers: 2 };
const PATCHES = { ...ENCODER, patch: 4, stride: 2 };

const SAID = ['narrow.bias', 'skip.bias', 'norm.gain', 'norm.shift'];
const saidBy = (block: string): readonly string[] => SAID.map((name) => `${block}.${name}`);

const TIDE_READS = [LOOKBACK, ...times(LOOKBACK, 'p-'), ...times(LOOKBACK + HORIZON, 'k-'), 1];
const TIDE: Places = {
  'wide.bias': [['a']],
  'past.wide.kernel': [[1], ['a']],
  'past.skip.kernel': [[1], ['p+']],
  'past.narrow.kernel': [['a'], ['p+']],
  ...each(saidBy('past'), ['p+']),
  'known.wide.kernel': [[2], ['a']],
  'known.skip.kernel': [[2], ['k+']],
  'known.narrow.kernel': [['a'], ['k+']],
  ...each(saidBy('known'), ['k+']),
  'encoder0.wide.kernel': [TIDE_READS, ['a']],
  'encoder0.skip.kernel': [TIDE_READS, ['w+']],
  'decoder1.skip.kernel': [['w-'], times(HORIZON, 'q+')],
  'decoder1.narrow.kernel': [['a'], times(HORIZON, 'q+')],
  ...each(saidBy('decoder1'), times(HORIZON, 'q+')),
  'temporal.wide.kernel': [['q-', 'k-'], ['a']],
  'temporal.skip.kernel': [['q-', 'k-'], [1]],
  'temporal.narrow.kernel': [['a'], [1]],
  ...each(['temporal.narrow.bias', 'temporal.skip.bias'], [1]),
  'wide.kernel': [['w-'], ['a']],
  'skip.kernel': [['w-'], ['w+']],
  'narrow.kernel': [['a'], ['w+']],
  ...each(SAID, ['w+']),
  'quantiles.kernel': [['w-'], [2 * HORIZON]],
};

/** Every architecture that has units to be left out. */
export const UNIT_CASES: Readonly<Partial<Record<Architecture, UnitCase>>> = {
  'sparse-tsf': {
    ...{ teacher: { period: 4, hidden: 6 }, student: { period: 4, hidden: 2 }, sizes: { h: [2, 6] } },
    places: { 'in.kernel': [[3], ['h']], 'in.bias': [['h']], 'out.kernel': [['h'], [1]] },
  },
  cyclenet: {
    ...{ teacher: { period: 5, hidden: 6 }, student: { period: 5, hidden: 2 }, sizes: { h: [2, 6] } },
    places: hiddenLayer('in', 'out', 'h'),
  },
  mlp: {
    settings: { affine: true, ...ALL },
    teacher: { hidden: 7, decomposition: 5, batchNorm: true },
    student: { hidden: 4, decomposition: 5, batchNorm: true },
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
    ...{ settings: ALL, teacher: { width: 9, layers: 3 }, student: { width: 5, layers: 3 } },
    sizes: { w: [5, 9], a: [5, 9] },
    places: {
      'block0.first.kernel': [times(3, STEP), ['a']],
      'block0.skip.kernel': [[STEP], ['w']],
      'first.kernel': [times(3, 'w'), ['a']],
      'first.bias': [['a']],
      'second.kernel': [times(3, 'a'), ['w']],
      ...each(['second.bias', 'skip.bias'], ['w']),
      'head.kernel': [['w'], [ALL_STEPS]],
      'quantiles.kernel': [['w'], [2 * ALL_STEPS]],
    },
  },
  transformer: {
    settings: ALL,
    teacher: { ...ENCODER, width: 6, feedForward: 9 },
    student: { ...ENCODER, width: 6, feedForward: 5 },
    ...{ sizes: { d: [3, 3], v: [3, 3], f: [5, 9] }, places: encoder(6, 6) },
  },
  itransformer: {
    settings: ALL,
    teacher: { ...ENCODER, width: 12, feedForward: 9 },
    student: { ...ENCODER, width: 6, feedForward: 5 },
    ...{ sizes: { d: [3, 6], v: [3, 6], f: [5, 9], w: [6] }, scores: Math.SQRT2 },
    places: {
      ...encoder('w+', 'w-'),
      'embed.kernel': [[LOOKBACK], ['w+']],
      'embedKnown.kernel': [[LOOKBACK + HORIZON], ['w+']],
      'embedStatic.kernel': [[1], ['w+']],
      ...each(['embed.bias', 'embedKnown.bias', 'embedStatic.bias'], ['w+']),
      'head.kernel': [['w-'], [HORIZON]],
      'quantiles.kernel': [['w-'], [2 * HORIZON]],
    },
  },
  'patch-tst': {
    settings: LEVELS,
    teacher: { ...PATCHES, width: 12, feedForward: 9 },
    student: { ...PATCHES, width: 6, feedForward: 5 },
    ...{ sizes: { d: [3, 6], v: [3, 6], f: [5, 9], w: [6] }, scores: Math.SQRT2 },
    places: {
      ...encoder('w+', 'w-'),
      'embed.kernel': [[4], ['w+']],
      'embed.bias': [['w+']],
      'position.embedding': [[6], ['w+']],
      'head.kernel': [times(6, 'w-'), [HORIZON]],
      'quantiles.kernel': [times(6, 'w-'), [2 * HORIZON]],
    },
  },
  tide: {
    settings: ALL,
    teacher: { width: 10, decoded: 8, projected: 6, layers: 2 },
    student: { width: 5, decoded: 4, projected: 3, layers: 2 },
    ...{ sizes: { a: [5, 10], w: [5], p: [3], k: [3], q: [4] }, places: TIDE },
  },
};
