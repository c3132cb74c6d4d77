import { formatSteps } from './format-steps';

it('shows a column of time, ratio and goal for each rival that ran', () => {
  const ratio = { median: 0.512, low: 0.5, high: 0.75, count: 9 };
  const table = formatSteps([
    { name: 'GRU', ownMs: 2, rivals: { torch: { stepMs: 4, ratio, goal: 0.5 }, keras: { stepMs: 8, ratio } } },
  ]);
  expect(table.split('\n')).toEqual([
    '| training step | ms | torch ms | ratio to torch | goal | keras ms | ratio to keras | goal |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    '| GRU | 2.00 | 4.00 | 0.51 (0.50–0.75) | ≤ 0.5 | 8.00 | 0.51 (0.50–0.75) | – |',
  ]);
});
