/** One model and batch whose training step is timed; read by `python/training_steps.py` too. */
export interface BenchRow {
  readonly architecture: 'mlp' | 'lstm' | 'gru' | 'itransformer' | 'cnn';
  readonly batch: number;
  readonly lookback: number;
  readonly horizon: number;
  readonly channels: number;
  /** Units of the hidden layer, the recurrent state or a token, channels of a convolution. */
  readonly width: number;
  readonly heads?: number;
  readonly layers?: number;
  readonly feedForward?: number;
  /** Steps that a convolution reads. */
  readonly kernel?: number;
}

/** A row with the ratios that it should reach and how many steps make one measurement (about half a second). */
export interface BenchCase {
  readonly name: string;
  readonly row: BenchRow;
  readonly steps: number;
  readonly goals: { readonly torch: number; readonly keras?: number };
}

const RECURRENT = { batch: 32, horizon: 1, channels: 7, width: 32 } as const;

export const BENCH_CASES: readonly BenchCase[] = [
  {
    name: 'MLP 336-512-96, batch 224',
    row: { architecture: 'mlp', batch: 224, lookback: 336, horizon: 96, channels: 1, width: 512 },
    steps: 150,
    goals: { torch: 0.85, keras: 0.75 },
  },
  {
    name: 'LSTM-16, T=24, batch 32',
    row: { ...RECURRENT, architecture: 'lstm', lookback: 24, channels: 1, width: 16 },
    steps: 400,
    goals: { torch: 1, keras: 0.45 },
  },
  {
    name: 'LSTM-32, T=24, batch 32',
    row: { ...RECURRENT, architecture: 'lstm', lookback: 24 },
    steps: 300,
    goals: { torch: 1, keras: 0.45 },
  },
  {
    name: 'iTransformer-3, L=96, batch 32',
    row: {
      architecture: 'itransformer',
      batch: 32,
      lookback: 96,
      horizon: 96,
      channels: 7,
      width: 128,
      heads: 8,
      layers: 3,
      feedForward: 256,
    },
    steps: 40,
    goals: { torch: 0.7, keras: 0.65 },
  },
  {
    name: 'TCN-32, 5 blocks, L=96, batch 32',
    row: {
      ...{ architecture: 'cnn', batch: 32, lookback: 96, horizon: 24, channels: 7 },
      ...{ width: 32, kernel: 3, layers: 5 },
    },
    steps: 60,
    goals: { torch: 0.95, keras: 0.9 },
  },
  {
    name: 'GRU-32, T=96, batch 32',
    row: { ...RECURRENT, architecture: 'gru', lookback: 96 },
    steps: 60,
    goals: { torch: 0.5 },
  },
  {
    name: 'LSTM-32, T=720, batch 32',
    row: { ...RECURRENT, architecture: 'lstm', lookback: 720 },
    steps: 15,
    goals: { torch: 0.75 },
  },
];
