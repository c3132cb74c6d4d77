import type { EvaluationSummary } from '../src/schemas/evaluation';

/** Everything that `summary.json` may hold, small, with numbers that no evaluation made. */
export const evaluationSummary: EvaluationSummary = {
  experiment: 'golden',
  split: 'test',
  horizon: 2,
  channels: ['load', 'price'],
  windowCount: 2,
  bootstrap: { resamples: 2000, level: 0.95, seed: 0, blockLength: 1 },
  models: [
    {
      role: 'student',
      name: 'mlp',
      parameterCount: 10,
      byteCount: 40,
      tuned: true,
      mean: { mse: 0.25, mase: null },
      sd: { mse: 0.125, mase: null },
      runs: [
        {
          seed: 7,
          overall: { mse: 0.25, mase: null },
          perChannel: [{ mse: 0.5 }, { mse: 0 }],
          perStep: [{ mse: 0.125 }, { mse: 0.375 }],
        },
      ],
    },
    {
      role: 'placebo',
      name: 'linear',
      parameterCount: 10,
      byteCount: 40,
      tuned: false,
      mean: { mse: 0.5 },
      sd: { mse: null },
      runs: [
        { seed: 7, overall: { mse: 0.5 }, perChannel: [{ mse: 1 }, { mse: 0 }], perStep: [{ mse: 0.25 }, { mse: 0.75 }] },
      ],
    },
    {
      role: 'baseline',
      name: 'seasonal-naive',
      parameterCount: null,
      byteCount: null,
      tuned: false,
      mean: { mse: 1.5 },
      sd: { mse: null },
      runs: [
        { seed: null, overall: { mse: 1.5 }, perChannel: [{ mse: 2 }, { mse: 1 }], perStep: [{ mse: 1 }, { mse: 2 }] },
      ],
    },
  ],
  comparisons: [
    {
      reference: 'linear',
      role: 'placebo',
      metric: 'mse',
      difference: { value: -0.25, interval: { lower: -0.375, upper: 0.125 } },
      relative: { value: -0.5, interval: { lower: -0.75, upper: 0.25 } },
      seeds: [{ seed: 7, difference: -0.25, relative: -0.5 }],
    },
    {
      reference: 'seasonal-naive',
      role: 'baseline',
      metric: 'mse',
      difference: { value: -1.25, interval: { lower: -1.5, upper: -1 } },
      relative: { value: -0.8333333333333334, interval: null },
      seeds: [{ seed: 7, difference: -1.25, relative: -0.8333333333333334 }],
    },
  ],
  retention: {
    kind: 'defined',
    naive: 'seasonal-naive',
    estimate: { value: 0.9375, interval: { lower: 0.5, upper: 1.25 } },
  },
  nonInferiority: {
    outcome: 'cannot tell',
    margin: 0.02,
    relative: { value: 0.01, interval: null },
    sentence: 'The student cannot be told from its teacher.',
  },
  verdict: { outcome: 'helps', disagreeingSeeds: [], sentence: 'The teacher helps.' },
  placebo: {
    name: 'linear',
    outcome: 'cannot tell',
    gain: { value: -0.125, interval: { lower: -0.25, upper: 0 } },
    beyond: { value: -0.5, interval: { lower: -0.75, upper: 0.25 } },
    sentence: 'Cannot tell whether it is knowledge.',
  },
  honesty: {
    leaks: [
      {
        role: 'rival',
        name: 'gru',
        trainedUntil: '2024-01-01T06:00:00.000Z',
        lastTrainRow: '2024-01-01T02:00:00.000Z',
        rows: { validation: 2, test: 2 },
        inSampleWindows: 1,
      },
    ],
    unknown: ['teacher from elsewhere'],
    labelMatches: ['The forecasts are almost the labels.'],
  },
};
