/**
 * @file Settings of every model of the benchmark, as published unless said otherwise; the same at all horizons.
 *
 * NLinear: Zeng et al. 2023. RLinear: Li et al. 2023. CycleNet: Lin et al. 2024. SparseTSF: Lin et al. 2024. SegRNN: Lin et
 * al. 2023; as a student with 112 units, under 100,000 parameters, and a squared loss. iTransformer and the two-branch MLP: Ni et al.
 * 2025 (TimeDistill); in a second one the batch of 32 is 128, with which validation errors of the model alone are a tenth lower.
 */

/** Section `student` of a student config, or `teacher-train` of a teacher config. */
interface ModelSettings {
  readonly model: { readonly lookback: number; readonly [setting: string]: unknown };
  readonly training: { readonly batchSize: number; readonly [setting: string]: unknown };
}

/** After the third epoch times .8 every epoch: "type3" of the scripts of CycleNet, SparseTSF and SegRNN. */
const SLOW = { kind: 'halving', after: 3, factor: 0.8 };
/** After the second epoch times ½ every epoch: "type1" of LTSF-Linear and TimeDistill. */
const FAST = { kind: 'halving', after: 2, factor: 0.5 };
const REVIN = { normalisation: 'revin' };

export const MODELS = {
  nlinear: {
    model: { architecture: 'linear', lookback: 336, residual: 'last' },
    training: { epochs: 15, batchSize: 32, learningRate: 0.005, schedule: FAST, patience: 3 },
  },
  cyclenet: {
    model: { architecture: 'cyclenet', lookback: 96, ...REVIN, options: { period: 24 } },
    training: { epochs: 30, batchSize: 256, learningRate: 0.01, schedule: SLOW, patience: 5 },
  },
  'sparse-tsf': {
    model: { architecture: 'sparse-tsf', lookback: 720, normalisation: 'mean', options: { period: 24 } },
    training: { epochs: 30, batchSize: 256, learningRate: 0.02, schedule: SLOW, patience: 5 },
  },
  'sparse-tsf-mlp': {
    model: { architecture: 'sparse-tsf', lookback: 720, normalisation: 'mean', options: { period: 24, hidden: 64 } },
    training: { epochs: 30, batchSize: 128, learningRate: 0.003, schedule: SLOW, patience: 5 },
  },
  rlinear: {
    model: { architecture: 'linear', lookback: 720, ...REVIN },
    training: { epochs: 30, batchSize: 128, learningRate: 0.003, schedule: SLOW, patience: 5 },
  },
  rmlp: {
    model: { architecture: 'mlp', lookback: 720, ...REVIN, options: { hidden: 96, dropout: 0.2 } },
    training: { epochs: 30, batchSize: 128, learningRate: 0.001, schedule: SLOW, patience: 5 },
  },
  itransformer: {
    model: {
      architecture: 'itransformer',
      lookback: 720,
      ...REVIN,
      options: { width: 256, heads: 8, layers: 2, feedForward: 256, dropout: 0.1 },
    },
    training: { epochs: 10, batchSize: 32, learningRate: 0.0001, schedule: FAST, patience: 3 },
  },
  'two-branch-mlp': twoBranchMlp(32),
  'two-branch-mlp-128': twoBranchMlp(128),
  'seg-rnn-112': { ...segRnn(112), training: { ...segRnn(112).training, loss: 'mse' } },
  'seg-rnn-128': segRnn(128),
  'seg-rnn-256': segRnn(256),
} as const satisfies Record<string, ModelSettings>;

export type ModelName = keyof typeof MODELS;

function twoBranchMlp(batchSize: number): ModelSettings {
  return {
    model: {
      architecture: 'mlp',
      lookback: 720,
      normalisation: 'mean',
      affine: true,
      options: { hidden: 512, decomposition: 25, batchNorm: true },
    },
    training: { epochs: 12, batchSize, learningRate: 0.01, schedule: FAST, patience: 5 },
  };
}

function segRnn(width: number): ModelSettings {
  return {
    model: {
      architecture: 'seg-rnn',
      lookback: 720,
      residual: 'last',
      options: { segment: 48, width, dropout: 0.5 },
    },
    training: { epochs: 30, batchSize: 128, learningRate: 0.001, schedule: SLOW, patience: 10, loss: 'mae' },
  };
}

/** ETT borders (Zhou et al. 2021): 12, 4 and 4 months of 30 days. */
export function ingestSettings(csv: string, horizon: number): object {
  return {
    files: csv,
    timestamp: 'date',
    frequency: 'PT1H',
    season: 24,
    horizon,
    split: { kind: 'borders', train: 8640, validation: 11520, test: 14400 },
  };
}
