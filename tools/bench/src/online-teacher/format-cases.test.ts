import { CASES } from './cases';
import { formatCases } from './format-cases';
import { refuseOtherModels } from './run-case';

it('shows both times, the ratio with its interval, and both losses', () => {
  const ratio = { median: 0.052, low: 0.05, high: 0.0612, count: 9 };
  const comparison = { ownMs: 12.34, rivalMs: 240, ratio, losses: { own: 0.51, rival: 0.62 } };
  const [onlineCase] = CASES;
  expect(formatCases([{ onlineCase: onlineCase!, comparison }]).split('\n')).toEqual([
    '| epoch of the student | ms a batch | PyTorch, ms a batch | ratio | goal | last losses |',
    '| --- | --- | --- | --- | --- | --- |',
    '| two-branch MLP ← mean of three iTransformer | 12.3 | 240.0 | 0.05 (0.05–0.06) | ≤ 0.25 | 0.510 and 0.620 |',
  ]);
});

it('compares students of one size, and teachers of about one', () => {
  const own = { student: 145, teacher: 1000 };
  expect(() => refuseOtherModels(own, { student: 145, teacher: 1010 })).not.toThrow();
  expect(() => refuseOtherModels(own, { student: 145, teacher: 1011 })).toThrow(/145 and 1000 .* 145 and 1011/);
  expect(() => refuseOtherModels(own, { student: 146, teacher: 1000 })).toThrow(/145 and 1000 .* 146 and 1000/);
});
