import { levelsOf, quantileCalibrations, sharesOf } from './quantile-calibration';

const METRICS = { mse: 1, pinball: 0.2, 'below0.9': 0.8, 'below0.05': 0.1, 'coverage0.9': 0.7, 'coverage0.5': null };
const model = (role: 'student' | 'baseline', mean: Readonly<Record<string, number | null>>) => ({
  ...{ role, name: 'mlp', parameterCount: 1, byteCount: 1, tuned: false, mean, sd: {} },
  runs: [0, 1].map((seed) => ({ seed, overall: {}, perChannel: [], perStep: [] })),
});

it('reads what each level and each central interval holds from the names of metrics, the lowest level first', () => {
  const models = [model('student', METRICS), model('baseline', { mse: 1 })];
  expect(quantileCalibrations({ models })).toEqual([
    {
      ...{ role: 'student', name: 'mlp', seedCount: 2, pinball: 0.2 },
      below: [
        { promised: 0.05, measured: 0.1 },
        { promised: 0.9, measured: 0.8 },
      ],
      between: [{ promised: 0.9, measured: 0.7 }],
    },
  ]);
});

it('lists each level once', () => {
  const lists = [METRICS, { 'below0.5': 0.4, 'below0.9': 0.9 }].map((mean) => sharesOf('below', mean));
  expect(levelsOf(lists)).toEqual([0.05, 0.5, 0.9]);
});
