import type { EvaluationSummary } from '@tsdistill/contracts';

type Model = EvaluationSummary['models'][number];

const estimate = (value: number) => ({ value, interval: { lower: value - 0.01, upper: value + 0.01 } });

function model(role: Model['role'], name: string, mse: number): Model {
  const overall = { mse };
  const runs = [{ seed: 0, overall, perChannel: [], perStep: [] }];
  return { role, name, parameterCount: 10, byteCount: 40, tuned: false, mean: overall, sd: { mse: null }, runs };
}

/** A mean of two teachers of which the second was fitted on 120 validation rows; the student keeps 98.3 % of its skill. */
export const VOID_SUMMARY: EvaluationSummary = {
  ...{ experiment: 'shop', split: 'test', horizon: 4, channels: ['a'], windowCount: 200 },
  bootstrap: { resamples: 100, level: 0.95, seed: 0, blockLength: 8 },
  models: [
    ...[model('teacher', 'mean of 2 lstm', 0.4), model('member', 'lstm 1', 0.5), model('member', 'lstm 2', 0.45)],
    ...[model('student', 'mlp, distilled', 0.41), model('twin', 'mlp, alone', 0.42)],
    model('baseline', 'seasonal-naive 24', 1),
  ],
  comparisons: (['teacher', 'twin'] as const).map((role) => ({
    ...{ reference: role, role, metric: 'mse', difference: estimate(0.01), relative: estimate(0.02) },
    seeds: [{ seed: 0, difference: 0.01, relative: 0.02 }],
  })),
  retention: { kind: 'defined', naive: 'seasonal-naive 24', estimate: estimate(0.983) },
  nonInferiority: { outcome: 'void', margin: 0.02, relative: estimate(0.02), sentence: 'Void.' },
  verdict: { outcome: 'void', disagreeingSeeds: [], sentence: 'No verdict.' },
  placebo: null,
  honesty: {
    leaks: [
      {
        ...{ role: 'teacher', name: 'lstm 2', trainedUntil: null, lastTrainRow: '2024-02-01T00:00:00.000Z' },
        ...{ rows: { validation: 120, test: 0 }, inSampleWindows: 0 },
      },
    ],
    unknown: [],
    labelMatches: [],
  },
};
