import type { SizeSummary } from '@tsdistill/contracts';
import { leftOutText, searchedText, sizeSentence as sentenceOf, sizeTable } from './size-text';

const candidate = (name: string, parameterCount: number, losses: readonly number[], onFront = false) => ({
  name,
  model: {},
  learningRate: 0.02,
  parameterCount,
  byteCount: 4 * parameterCount,
  rungs: losses.map((validationLoss, rung) => ({ epochs: 3 ** (rung + 1), validationLoss })),
  onFront,
});
const estimate = (value: number, lower: number, upper: number) => ({ value, interval: { lower, upper } });

const summary: Omit<SizeSummary, 'sentence'> = {
  experiment: 'shop',
  margin: 0.02,
  seeds: [0, 1, 2],
  alpha: null,
  teacher: { name: 'shop-big', parameterCount: 224070, validationLoss: 0.05 },
  loss: 'mse',
  candidates: [
    candidate('sparse-tsf 24 L96', 40, [0.9]),
    candidate('mlp 16 L96', 3201, [0.07, 0.051], true),
    candidate('mlp 32 L96', 6402, [0.06, 0.049], true),
  ],
  judged: [
    { candidate: 1, outcome: 'cannot tell', relative: estimate(0.018, 0.01, 0.031), mse: 0.0509, teacherMse: 0.05 },
    { candidate: 2, outcome: 'non-inferior', relative: estimate(-0.02, -0.03, 0.0112), mse: 0.049, teacherMse: 0.05 },
  ],
  choice: { candidate: 2, kind: 'non-inferior' },
  test: {
    candidate: 2,
    outcome: 'non-inferior',
    relative: estimate(0.018, 0.0171, 0.0191),
    mse: 0.0886,
    teacherMse: 0.087,
    windowCount: 845,
    level: 0.95,
    twin: { outcome: 'helps', sentence: 'Distillation helps.' },
  },
};
const sizeSentence = (of: typeof summary) => sentenceOf(of, { present: 30, needed: 40 });
const onTest = 'MSE 0.0886 vs 0.0870 on test, +1.8 % (95 % interval +1.7 % … +1.9 %, 3 seeds, 845 windows)';

describe('the sentence', () => {
  it('says how small and how close where validation and test agree', () =>
    expect(sizeSentence(summary)).toBe(`6,402 parameters (35.0× smaller) within 2 % of the teacher: ${onTest}.`));

  it('says so where test does not confirm it', () =>
    expect(sizeSentence({ ...summary, test: { ...summary.test, outcome: 'cannot tell' } })).toBe(
      '6,402 parameters (35.0× smaller) within 2 % of the teacher on validation (−2.0 % on validation, 95 % interval −3.0 % … +1.1 %), ' +
        `which test does not confirm (cannot tell): ${onTest}.`,
    ));

  it('names the closest where none keeps up, and how close that is', () =>
    expect(sizeSentence({ ...summary, choice: { candidate: 1, kind: 'closest' } })).toBe(
      'No candidate is surely within 2 % of the teacher on validation; the closest, by the upper bound of its interval, has 3,201 parameters (70.0× smaller) ' +
        `(+1.8 % on validation, 95 % interval +1.0 % … +3.1 %): ${onTest}.`,
    ));

  it('says why none can be shown to keep up where windows are too few, and by what the closest is meant', () => {
    const relative = { value: 0.018, interval: null };
    const judged = [{ ...summary.judged[0]!, relative }];
    const test = { ...summary.test, outcome: 'cannot tell' as const, relative, windowCount: 20 };
    expect(sizeSentence({ ...summary, judged, test, choice: { candidate: 1, kind: 'closest' } })).toBe(
      'No candidate can be shown to be within 2 % of the teacher: 30 validation windows are too few for an interval, which needs 40; ' +
        'the closest, by its MSE, has 3,201 parameters (70.0× smaller) (+1.8 % on validation): ' +
        'MSE 0.0886 vs 0.0870 on test, +1.8 % (no interval: 3 seeds, 20 windows are too few).',
    );
  });

  it('says void first, whatever else it says', () => {
    const test = { ...summary.test, outcome: 'void' as const };
    const judged = summary.judged.map((one) => ({ ...one, outcome: 'void' as const }));
    expect(sizeSentence({ ...summary, judged, test, choice: { candidate: 1, kind: 'closest' } })).toBe(
      'Void, a model was fitted on rows that it is judged on: no size can be said to be within 2 % of the teacher; ' +
        `the closest, by the upper bound of its interval, has 3,201 parameters (70.0× smaller) (+1.8 % on validation, 95 % interval +1.0 % … +3.1 %): ${onTest}.`,
    );
    expect(sizeSentence({ ...summary, test })).toMatch(/^Void, /);
  });

  it('says nothing of a size that nobody knows, and larger where it is', () => {
    const of = (parameterCount: number | null) =>
      sizeSentence({ ...summary, teacher: { ...summary.teacher, parameterCount } });
    expect(of(null)).toContain('6,402 parameters within 2 %');
    expect(of(3201)).toContain('6,402 parameters (2.00× larger) within 2 %');
  });
});

it('the table shows who was trained to the end, the teacher last, the chosen one with an arrow', () => {
  const lines = sizeTable(summary, [null, 0.0521, 0.06]).split('\n');
  const rows = lines.filter((line) => / L96|teacher shop/.test(line)).map((line) => line.trim().split(/ {2,}/));
  expect(rows).toEqual([
    ['mlp 16 L96', '0.02', '3,201', '12.8', '0.0521', '0.0510', '+2.0 %', '*', 'cannot tell'],
    ['→  mlp 32 L96'.split(/ {2,}/), '0.02', '6,402', '25.6', '0.0600', '0.0490', '−2.0 %', '*', 'non-inferior'].flat(),
    ['teacher shop-big', '–', '224,070', '896', '–', '0.0500', '–'],
  ]);
});

it('says among how many the student was picked, and how many a limit left out', () => {
  expect(searchedText(31)).toBe(
    'Its model and learning rate were picked among 31 candidates by the validation loss of the distilled student, which favours it over the twin: that was not searched.',
  );
  expect(leftOutText('--max-kb 2', 44, 31)).toBe('13 of 44 candidates left out by --max-kb 2.');
  expect(leftOutText('--max-kb 2', 44, 44)).toBe('');
});
