/** @file What the benchmark compares: one entry a row of its table, the same at all horizons. */
import type { ModelName } from './models';

export const HORIZONS = [96, 192, 336, 720] as const;
/** The horizon for which goals are set, and at which every model is trained with every seed. */
export const GOAL_HORIZON = 96;
export const SEEDS = [0, 1, 2] as const;

/** Their trainings take over 10 minutes on a busy machine: one seed at the other horizons, as teachers too. */
const SLOW: readonly ModelName[] = ['seg-rnn-112', 'seg-rnn-128', 'seg-rnn-256'];

export function seedsAt(horizon: number, model: ModelName): readonly number[] {
  return horizon !== GOAL_HORIZON && SLOW.includes(model) ? SEEDS.slice(0, 1) : SEEDS;
}

/** What a distilled student is judged by: its MSE is surely less than this fraction above its teacher's. */
export const MARGIN = 0.025;

/** At most, three-seed means at horizon 96, standardized. */
export interface Goal {
  readonly mse: number;
  readonly mae?: number;
  /** Fraction by which the MSE is below the twin's. */
  readonly belowTwin?: number;
  /** Not surely more than `MARGIN` above the teacher's MSE. */
  readonly keepsUp?: true;
}

/** Teachers whose mean is distilled: one model, some of its seeds. */
export interface TeacherSet {
  readonly model: ModelName;
  readonly seeds: readonly number[];
}

export interface Distillation {
  readonly student: ModelName;
  readonly teacher: TeacherSet;
  /** Section `distillation` of an experiment config. */
  readonly settings: object;
}

/** Distilled students of one seed whose forecasts, weighted by stacking, are one. */
export interface Stack {
  readonly stacked: readonly Distillation[];
  /** One weight for each student, for each of its channels, or for each of its horizon steps. */
  readonly per: 'model' | 'channel' | 'step';
}

export type Candidate = Distillation | Stack;

/**
 * `alone`: trained on the truth. `mean`: the forecasts of the seeds, averaged. `distilled`: a student beside its twin.
 * `chosen`: the candidate with the lowest MSE on validation among those of at most `limit` parameters.
 */
type RowKind =
  | { readonly kind: 'alone'; readonly model: ModelName }
  | { readonly kind: 'mean'; readonly model: ModelName }
  | ({ readonly kind: 'distilled' } & Distillation)
  | { readonly kind: 'chosen'; readonly limit: number; readonly candidates: readonly Candidate[] };

export type Row = RowKind & { readonly label: string; readonly goal?: Goal };

const ITRANSFORMERS: TeacherSet = { model: 'itransformer', seeds: SEEDS };
const MEAN: TeacherSet = { model: 'seg-rnn-256', seeds: SEEDS };

/** Weight of the truth is 1; TimeDistill gives its teacher 2 on ETTh1. */
const soft = (weight: number) => ({ weights: { hard: 1, soft: weight } });
const fromMean = (student: ModelName, weight: number): Distillation => ({
  student,
  teacher: MEAN,
  settings: soft(weight),
});
const fromTransformers = (student: ModelName, settings = {}): Distillation => ({
  student,
  teacher: ITRANSFORMERS,
  settings: { ...soft(2), ...settings },
});
/** The small students that differ most, and together have less than 100,000 parameters. */
const FOUR = [
  fromMean('seg-rnn-112', 4),
  fromMean('sparse-tsf', 1),
  fromMean('sparse-tsf', 4),
  fromMean('sparse-tsf-mlp', 4),
];

export const ROWS = {
  nlinear: { kind: 'alone', label: 'NLinear, L=336', model: 'nlinear', goal: { mse: 0.376, mae: 0.396 } },
  cyclenet: { kind: 'alone', label: 'CycleNet linear, L=96', model: 'cyclenet', goal: { mse: 0.382, mae: 0.395 } },
  'sparse-tsf': { kind: 'alone', label: 'SparseTSF, L=720', model: 'sparse-tsf', goal: { mse: 0.365, mae: 0.391 } },
  itransformer: { kind: 'alone', label: 'iTransformer, L=720', model: 'itransformer', goal: { mse: 0.4, mae: 0.428 } },
  'seg-rnn-128': { kind: 'alone', label: 'SegRNN 128', model: 'seg-rnn-128', goal: { mse: 0.364, mae: 0.394 } },
  'seg-rnn-256': { kind: 'alone', label: 'SegRNN 256', model: 'seg-rnn-256' },
  mlp: { kind: 'alone', label: 'two-branch MLP', model: 'two-branch-mlp' },
  'mlp-response': {
    kind: 'distilled',
    label: 'two-branch MLP ← mean of iTransformer, response',
    ...fromTransformers('two-branch-mlp'),
    goal: { mse: 0.377, mae: 0.411, belowTwin: 0.05 },
  },
  'mlp-multi-scale': {
    kind: 'distilled',
    label: 'two-branch MLP ← mean of iTransformer, multi-scale',
    ...fromTransformers('two-branch-mlp', { scales: 4 }),
    goal: { mse: 0.373, mae: 0.407 },
  },
  'mlp-128': { kind: 'alone', label: 'two-branch MLP, batch 128', model: 'two-branch-mlp-128' },
  'mlp-128-response': {
    kind: 'distilled',
    label: 'two-branch MLP, batch 128 ← mean of iTransformer, response',
    ...fromTransformers('two-branch-mlp-128'),
  },
  'mlp-128-multi-scale': {
    kind: 'distilled',
    label: 'two-branch MLP, batch 128 ← mean of iTransformer, multi-scale',
    ...fromTransformers('two-branch-mlp-128', { scales: 4 }),
  },
  'mlp-128-seg-rnn': {
    kind: 'distilled',
    label: 'two-branch MLP, batch 128 ← mean of SegRNN, response',
    ...fromMean('two-branch-mlp-128', 2),
  },
  mean: {
    kind: 'mean',
    label: 'mean of SegRNN 256, all seeds',
    model: 'seg-rnn-256',
    goal: { mse: 0.353, mae: 0.386 },
  },
  'sparse-tsf-distilled': {
    kind: 'distilled',
    label: 'SparseTSF ← mean of SegRNN',
    ...fromMean('sparse-tsf', 4),
    goal: { mse: 0.357, mae: 0.386, keepsUp: true },
  },
  'rlinear-distilled': {
    kind: 'distilled',
    label: 'RLinear, L=720 ← mean of SegRNN',
    ...fromMean('rlinear', 1),
    goal: { mse: 0.371, mae: 0.4 },
  },
  best: {
    kind: 'chosen',
    label: 'best of at most 100k, by validation',
    limit: 100_000,
    candidates: [
      fromMean('sparse-tsf', 1),
      fromMean('sparse-tsf', 4),
      fromMean('sparse-tsf-mlp', 4),
      fromMean('rlinear', 4),
      fromMean('rmlp', 4),
      fromMean('seg-rnn-112', 4),
      { stacked: FOUR, per: 'model' },
      { stacked: FOUR, per: 'channel' },
      { stacked: FOUR, per: 'step' },
    ],
    goal: { mse: 0.355 },
  },
} as const satisfies Record<string, Row>;

export type RowName = keyof typeof ROWS;
