/**
 * @file Who teaches whom in the ablation, on which data. Settings as in data/configs where they are there too; small models, so that all
 * trainings take minutes.
 */

/** Sections of config files. */
type Settings = Readonly<Record<string, unknown>>;

/** A hidden layer of the teacher and the one of the student that is to foretell it. */
interface Levels {
  readonly teacher: string;
  readonly student: string;
}

export interface Pair {
  readonly label: string;
  /** Of the csv; `ingest` lacks its path alone. */
  readonly data: DataName;
  readonly ingest: Settings;
  /** Section `teacher-train`. */
  readonly teacher: Settings;
  /** Section `student`. */
  readonly student: Settings;
  /** The first is the hint of `feature`, all of them are those of `multi-level`. */
  readonly hints: readonly [Levels, Levels];
  /** Same architecture: the student can begin with weights of its teacher. */
  readonly isAlike: boolean;
  /** Both forecast quantiles, which is what `quantile` compares; of the other ways it has response alone. */
  readonly hasQuantiles?: true;
  readonly horizon: number;
}

export const DATA_NAMES = ['flights', 'etth1'] as const;
export type DataName = (typeof DATA_NAMES)[number];

const FLIGHTS = {
  data: 'flights',
  horizon: 24,
  ingest: {
    ...{ timestamp: 'timestamp', frequency: 'PT1H', season: 168, horizon: 24, scaler: 'standard' },
    ...{ split: { kind: 'ratio', train: 0.7, validation: 0.1 }, calendar: ['hour', 'weekday'] },
  },
} as const;

/** ETT borders (Zhou et al. 2021): 12, 4 and 4 months of 30 days. */
const ETTH1 = {
  data: 'etth1',
  horizon: 96,
  ingest: {
    ...{ timestamp: 'date', frequency: 'PT1H', season: 24, horizon: 96 },
    split: { kind: 'borders', train: 8640, validation: 11520, test: 14400 },
  },
} as const;

const COSINE = { kind: 'cosine' };

function lstm(units: number): Settings {
  const known = ['hour.sin', 'hour.cos', 'weekday.sin', 'weekday.cos'];
  return {
    model: { architecture: 'lstm', lookback: 168, known, normalisation: 'revin', options: { units, highway: true } },
    training: { epochs: 15, batchSize: 32, learningRate: 0.005, schedule: COSINE, patience: 5, clipNorm: 1 },
  };
}

/** Teacher and student of a pair forecast these levels, or the median alone. */
const LEVELS = [0.1, 0.25, 0.5, 0.75, 0.9];
const WITH_LEVELS = 'both with the quantiles 0.1, 0.25, 0.5, 0.75 and 0.9';

function mlp(hidden: number, quantiles: readonly number[]): Settings {
  const options = { hidden, decomposition: 25, dropout: 0.1 };
  return {
    model: { architecture: 'mlp', lookback: 336, normalisation: 'revin', options, quantiles },
    training: { epochs: 12, batchSize: 128, learningRate: 0.001, schedule: COSINE, patience: 4 },
  };
}

function mlpToMlp(quantiles: readonly number[]) {
  return {
    ...{ ...ETTH1, teacher: mlp(256, quantiles), student: mlp(32, quantiles), isAlike: true },
    hints: [
      { teacher: 'map', student: 'map' },
      { teacher: 'trend', student: 'trend' },
    ],
  } as const;
}

function itransformerToMlp(quantiles: readonly number[]) {
  return {
    ...FLIGHTS,
    isAlike: false,
    teacher: {
      model: {
        ...{ architecture: 'itransformer', lookback: 168, normalisation: 'revin', quantiles },
        options: { width: 128, heads: 8, layers: 2, feedForward: 128, dropout: 0.1 },
      },
      training: { epochs: 20, batchSize: 32, learningRate: 0.002, schedule: COSINE, patience: 5 },
    },
    student: {
      model: { architecture: 'mlp', lookback: 168, normalisation: 'revin', options: { hidden: 64 }, quantiles },
      training: { epochs: 40, batchSize: 32, learningRate: 0.005, schedule: COSINE, patience: 10 },
    },
    hints: [
      { teacher: 'norm', student: 'map' },
      { teacher: 'layer0', student: 'map' },
    ],
  } as const;
}

export const PAIRS = {
  'flights-lstm': {
    ...{ label: 'flights, LSTM-32 → LSTM-16', ...FLIGHTS, teacher: lstm(32), student: lstm(16), isAlike: true },
    hints: [
      { teacher: 'cell', student: 'cell' },
      { teacher: 'steps', student: 'steps' },
    ],
  },
  'etth1-mlp': { ...mlpToMlp([]), label: 'ETTh1, MLP-256 → MLP-32' },
  'etth1-quantiles': {
    ...{ ...mlpToMlp(LEVELS), hasQuantiles: true },
    label: `ETTh1, MLP-256 → MLP-32, ${WITH_LEVELS}`,
  },
  'flights-mlp': { ...itransformerToMlp([]), label: 'flights, iTransformer → MLP-64' },
  'flights-quantiles': {
    ...{ ...itransformerToMlp(LEVELS), hasQuantiles: true },
    label: `flights, iTransformer → MLP-64, ${WITH_LEVELS}`,
  },
} as const satisfies Record<string, Pair>;

export type PairName = keyof typeof PAIRS;
export const PAIR_NAMES = Object.keys(PAIRS) as readonly PairName[];
