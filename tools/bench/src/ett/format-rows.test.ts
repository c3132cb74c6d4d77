import { formatRows, isMet } from './format-rows';
import type { RowResult } from './run-row';

const RESULT: RowResult = {
  parameterCount: 145,
  seedCount: 3,
  mse: { mean: 0.3564, sd: 0.0012 },
  mae: { mean: 0.38555, sd: 0.0004 },
  trainingSeconds: 12.4,
};
const verdict = { outcome: 'helps', toTwin: -0.0512, nonInferiority: 'non-inferior' } as const;
const row = { kind: 'alone', label: 'SparseTSF', model: 'sparse-tsf' } as const;

it('shows size, scores with their spread, the goal and whether it is met, time and verdict', () => {
  const goal = { mse: 0.357, mae: 0.386, belowTwin: 0.05, keepsUp: true } as const;
  const single = { ...RESULT, mse: { mean: 0.4, sd: null }, mae: { mean: 0.41, sd: null } };
  const rows = [
    { row, result: { ...RESULT, verdict }, goal },
    { row, result: single, goal: { mse: 0.355 } },
    { row, result: { ...RESULT, chosen: 'rlinear {}' }, goal: undefined },
  ];
  expect(formatRows(rows).split('\n')).toEqual([
    '| model | parameters | seeds | MSE | MAE | goal | training, s (seed 0) | verdict |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    '| SparseTSF | 145 | 3 | 0.3564 ± 0.0012 | 0.3856 ± 0.0004 | ≤ .357 / .386, 5 % below its twin, non-inferior at 2.5 %: met | 12 | helps (−5.1 % to its twin); to its teacher at 2.5 %: non-inferior |',
    '| SparseTSF | 145 | 3 | 0.4000 | 0.4100 | ≤ .355: missed | 12 | – |',
    '| SparseTSF: rlinear {} | 145 | 3 | 0.3564 ± 0.0012 | 0.3856 ± 0.0004 | – | 12 | – |',
  ]);
});

it.each([
  ['just reached', { mse: 0.3564, mae: 0.38555 }, true],
  ['missed by mse', { mse: 0.3563, mae: 0.5 }, false],
  ['missed by mae', { mse: 0.5, mae: 0.3855 }, false],
  ['as far below its twin as asked', { mse: 0.5, belowTwin: 0.0512 }, true],
  ['not far enough below its twin', { mse: 0.5, belowTwin: 0.0513 }, false],
  ['non-inferior', { mse: 0.5, keepsUp: true as const }, true],
])('a goal is %s', (_, goal, met) => {
  expect(isMet(goal, { ...RESULT, verdict })).toBe(met);
});

it('a goal beside teacher or twin is missed where nothing is known of them', () => {
  const unsure = { ...RESULT, verdict: { ...verdict, nonInferiority: 'cannot tell' as const } };
  expect(isMet({ mse: 0.5, keepsUp: true }, unsure)).toBe(false);
  expect(isMet({ mse: 0.5, keepsUp: true }, RESULT)).toBe(false);
  expect(isMet({ mse: 0.5, belowTwin: 0.01 }, RESULT)).toBe(false);
});
