import type { Estimate } from './bootstrap';
import { judgePlacebo } from './judge-placebo';

const EVIDENCE = { level: 0.95, seedCount: 3, windowCount: 845 };
const estimate = (value: number, lower: number, upper: number): Estimate => ({ value, interval: { lower, upper } });
const GAIN = estimate(-0.014, -0.08, 0.011);
const judge = (beyond: Estimate, count = 1, why: string | null = null) =>
  judgePlacebo({ name: 'linear', count, gain: GAIN, beyond }, EVIDENCE, why);
const RANGES = (start: string, beyond: string) =>
  `${start} that of the same student distilled from the placebo teacher linear (95 % interval ${beyond}, 3 seeds, 845 windows); ` +
  "that one is 1.4 % below the twin's (95 % interval −8.0 % … +1.1 %).";

it('credits knowledge only where the whole interval is below 0', () => {
  expect(judge(estimate(-0.02, -0.03, -0.001))).toEqual({
    name: 'linear',
    outcome: 'knowledge',
    gain: GAIN,
    beyond: estimate(-0.02, -0.03, -0.001),
    sentence: RANGES(
      "The teacher's knowledge counts, not mere smoothing: the student's MSE is 2.0 % below",
      '−3.0 % … −0.1 %',
    ),
  });
  expect(judge(estimate(-0.02, -0.03, 0)).outcome).toBe('cannot tell');
});

it('credits smoothing only where the whole interval is above 0', () => {
  expect(judge(estimate(0.02, 0.001, 0.03)).sentence).toBe(
    RANGES(
      "Mere smoothing does more than the teacher's knowledge: the student's MSE is 2.0 % above",
      '+0.1 % … +3.0 %',
    ),
  );
  expect(judge(estimate(0.02, 0, 0.03)).outcome).toBe('cannot tell');
});

it('cannot tell otherwise, and without an interval', () => {
  expect(judge(estimate(-0.01, -0.02, 0.003)).sentence).toBe(
    RANGES(
      "Cannot tell whether the teacher's knowledge or mere smoothing counts: the student's MSE is 1.0 % below",
      '−2.0 % … +0.3 %',
    ),
  );
  expect(judge({ value: -0.5, interval: null }).outcome).toBe('cannot tell');
});

it('says which of several placebos it is', () => {
  expect(judge(estimate(-0.02, -0.03, -0.01), 2).sentence).toContain('from the best of 2 placebo teachers, linear (');
});

it('is void with the reason', () => {
  const found = judge(estimate(-0.02, -0.03, -0.01), 1, 'the placebo linear saw 3 test rows');
  expect(found.outcome).toBe('void');
  expect(found.sentence).toMatch(/^Void \(the placebo linear saw 3 test rows\): the student's MSE is 2\.0 % below/);
});
