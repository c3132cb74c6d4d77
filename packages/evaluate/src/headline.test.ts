import type { Estimate } from './bootstrap';
import { headlineOf } from './headline';
import type { EvaluationSummary, ModelSummary } from './summary';

const model = (role: ModelSummary['role'], parameterCount: number | null) => ({ role, name: role, parameterCount });
const estimate = (value: number, lower: number, upper: number): Estimate => ({ value, interval: { lower, upper } });

/** As much of a summary as the line is made of. */
function summaryOf(changed: object = {}): EvaluationSummary {
  return {
    models: [model('teacher', 1_260_048), model('student', 145)],
    retention: { kind: 'defined', naive: 'seasonal-naive 168', estimate: estimate(0.983, 0.967, 1.006) },
    nonInferiority: { outcome: 'non-inferior', margin: 0.02, relative: estimate(0.004, -0.001, 0.016), sentence: '' },
    verdict: { outcome: 'helps', disagreeingSeeds: [], sentence: '' },
    honesty: { leaks: [], unknown: [], labelMatches: [] },
    ...changed,
  } as unknown as EvaluationSummary;
}
const timed = (teacher: number, student: number) => ({
  teacher: [
    { batch: 32, p50Ms: 99 },
    { batch: 1, p50Ms: teacher },
  ],
  student: [{ batch: 1, p50Ms: student }],
});

it('says how much smaller and faster the student is, and what it keeps', () => {
  // 1,260,048 / 145 = 8689.99
  expect(headlineOf(summaryOf(), timed(1.2, 0.1))).toBe(
    '145 parameters instead of 1,260,048 (8,690× smaller, 12.0× faster a window): keeps 98.3 % (96.7 … 100.6) of the ' +
      "teacher's skill over seasonal-naive 168; non-inferior at 2 %",
  );
});

it.each([
  [[1000, 500], timed(1, 2), '500 parameters instead of 1,000 (2.00× smaller, 2.00× slower a window)'],
  [[500, 1000], timed(2, 2), '1,000 parameters instead of 500 (2.00× larger, as fast)'],
  [[500, 500], {}, '500 parameters instead of 500 (as large)'],
  [[null, 145], timed(2, 1), '145 parameters (2.00× faster a window)'],
  [[null, 145], {}, '145 parameters'],
])('of %j parameters and these times says %3$s', ([teacher, student], latency, start) => {
  const models = [model('teacher', teacher ?? null), model('student', student ?? null)];
  expect(headlineOf(summaryOf({ models }), latency).startsWith(`${start}: keeps`)).toBe(true);
});

it.each([
  ['inferior', 0.02, 'inferior at 2 %'],
  ['cannot tell', 0.025, 'cannot tell whether non-inferior at 2.5 %'],
])('of a student that is %s at %d says "%s"', (outcome, margin, end) => {
  const nonInferiority = { outcome, margin, relative: estimate(0, 0, 0), sentence: '' };
  expect(headlineOf(summaryOf({ nonInferiority }), {})).toMatch(new RegExp(`168; ${end}$`));
});

it('has the distance to the teacher where retention is not defined', () => {
  const retention = { kind: 'undefined', reason: 'the teacher is no better' };
  expect(headlineOf(summaryOf({ retention }), {})).toBe(
    "145 parameters instead of 1,260,048 (8,690× smaller): its MSE is 0.4 % above the teacher's (−0.1 % … +1.6 %); " +
      'non-inferior at 2 %',
  );
});

it('gives no number that a model which saw later rows has earned', () => {
  const leak = { role: 'teacher', name: 'lstm', trainedUntil: null, lastTrainRow: '', inSampleWindows: 3 };
  const leaks = [leak, { ...leak, name: 'gru' }, { ...leak, role: 'twin' }, { ...leak, role: 'rival' }];
  const honesty = { leaks, unknown: [], labelMatches: [] };
  const line = headlineOf(summaryOf({ honesty, verdict: { outcome: 'void' } }), {});
  expect(line).toBe(
    '145 parameters instead of 1,260,048 (8,690× smaller): what it keeps cannot be said, as the teacher and twin saw ' +
      'validation or test rows (void)',
  );
});
