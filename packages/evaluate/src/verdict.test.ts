import type { Estimate } from './bootstrap';
import { judgeDistillation, nonInferiorityText } from './verdict';

const EVIDENCE = { level: 0.95, seedCount: 3, windowCount: 2785 };
const estimate = (value: number, lower: number, upper: number): Estimate => ({ value, interval: { lower, upper } });
const ALIKE = { tuning: { student: true, twin: true }, why: null };
const seeds = (...relative: number[]) => relative.map((value, seed) => ({ seed, relative: value }));

describe('judgeDistillation', () => {
  it('says helps only where the whole interval is below 0', () => {
    expect(
      judgeDistillation(
        { relative: estimate(-0.013, -0.021, -0.004), seeds: seeds(-0.01, -0.02, -0.009) },
        EVIDENCE,
        ALIKE,
      ),
    ).toEqual({
      outcome: 'helps',
      disagreeingSeeds: [],
      sentence:
        "Distillation helps: the student's MSE is 1.3 % below its tuned twin's (95 % interval −2.1 % … −0.4 %, 3 seeds, 2,785 windows).",
    });
    expect(judgeDistillation({ relative: estimate(-0.01, -0.02, 0), seeds: [] }, EVIDENCE, ALIKE).outcome).toBe(
      'cannot tell',
    );
  });

  it('credits no teacher with a difference where validation preferred none', () => {
    const relative = estimate(-0.013, -0.021, -0.004);
    const judge = (tuning: { student: boolean; twin: boolean }, why: string | null = null) =>
      judgeDistillation({ relative, seeds: seeds(-0.01, -0.02, -0.009) }, EVIDENCE, {
        tuning: { ...tuning, withoutTeacher: true },
        why,
      });
    const range = '(95 % interval −2.1 % … −0.4 %, 3 seeds, 2,785 windows).';
    expect(judge({ student: true, twin: false })).toMatchObject({
      outcome: 'cannot tell',
      sentence: `Validation preferred no teacher (alpha 0), so that nothing was distilled: the student's MSE is 1.3 % below its twin's ${range}`,
    });
    expect(judge({ student: true, twin: true }).sentence).toContain("below its tuned twin's");
    expect(judge({ student: true, twin: false }, 'a leak')).toMatchObject({
      outcome: 'void',
      sentence: `No verdict, void (a leak): the student's MSE is 1.3 % below its twin's ${range}`,
    });
  });

  it('says hurts only where the whole interval is above 0', () => {
    const { outcome, sentence } = judgeDistillation(
      { relative: estimate(0.02, 0.004, 0.03), seeds: seeds(0.02) },
      EVIDENCE,
      ALIKE,
    );
    expect(outcome).toBe('hurts');
    expect(sentence).toContain("Distillation hurts: the student's MSE is 2.0 % above its tuned twin's");
    expect(judgeDistillation({ relative: estimate(0.01, 0, 0.02), seeds: [] }, EVIDENCE, ALIKE).outcome).toBe(
      'cannot tell',
    );
  });

  it('names the seeds on the other side, whatever the outcome', () => {
    const found = judgeDistillation(
      { relative: estimate(-0.01, -0.02, 0.003), seeds: seeds(-0.02, 0.0141, -0.02) },
      EVIDENCE,
      ALIKE,
    );
    expect(found).toEqual({
      outcome: 'cannot tell',
      disagreeingSeeds: [1],
      sentence:
        "Cannot tell whether distillation helps: the student's MSE is 1.0 % below its tuned twin's (95 % interval −2.0 % … +0.3 %, 3 seeds, 2,785 windows). Not every seed agrees: seed 1 (+1.4 %).",
    });
  });

  it('warns of a single seed, and says that too few windows give no interval', () => {
    const relative = { value: 0, interval: null };
    const found = judgeDistillation(
      { relative, seeds: seeds(0) },
      { ...EVIDENCE, seedCount: 1, windowCount: 30 },
      ALIKE,
    );
    expect(found.outcome).toBe('cannot tell');
    expect(found.sentence).toBe(
      "Cannot tell whether distillation helps: the student's MSE is equal to its tuned twin's (no interval: 1 seed, 30 windows are too few). With one seed this says nothing about training again.",
    );
  });

  it('says which of the two was tuned, and whom that favours', () => {
    const lineOf = (student: boolean, twin: boolean) =>
      judgeDistillation({ relative: estimate(-0.01, -0.02, -0.001), seeds: seeds(-0.01, -0.02) }, EVIDENCE, {
        tuning: { student, twin },
        why: null,
      }).sentence.replace(/^.*MSE is 1.0 % below (.*) \(95 %.*?\)\./, '$1.');
    expect(lineOf(true, true)).toBe("its tuned twin's.");
    expect(lineOf(false, false)).toBe("its twin's. Neither was tuned.");
    expect(lineOf(true, false)).toBe(
      "its twin's. The student was tuned and the twin was not, which favours the student.",
    );
    expect(lineOf(false, true)).toBe(
      "its tuned twin's. The twin was tuned and the student was not, which favours the twin.",
    );
  });

  it('is void with its reason, however sure the difference', () => {
    const difference = { relative: estimate(-0.3, -0.4, -0.2), seeds: seeds(-0.3, -0.3, -0.3) };
    expect(judgeDistillation(difference, EVIDENCE, { ...ALIKE, why: 'the teacher saw 20 test rows' })).toEqual({
      outcome: 'void',
      disagreeingSeeds: [],
      sentence:
        "No verdict, void (the teacher saw 20 test rows): the student's MSE is 30.0 % below its tuned twin's (95 % interval −40.0 % … −20.0 %, 3 seeds, 2,785 windows).",
    });
  });

  it('never rounds a bound to 0 that is not 0', () => {
    const { sentence } = judgeDistillation({ relative: estimate(-0.01, -0.02, -0.0002), seeds: [] }, EVIDENCE, ALIKE);
    expect(sentence).toContain('−2.0 % … −0.02 %');
  });
});

describe('nonInferiorityText', () => {
  it.each([
    ['non-inferior', 'The student keeps up with its teacher: '],
    ['inferior', 'The student does not keep up with its teacher: '],
    ['cannot tell', 'Cannot tell whether the student keeps up with its teacher: '],
  ] as const)('says of %s: %s', (outcome, claim) => {
    const relative = estimate(0.004, -0.001, 0.016);
    expect(nonInferiorityText(outcome, { relative, margin: 0.02 }, 0.9)).toBe(
      `${claim}its MSE is 0.4 % above the teacher's (90 % interval −0.1 % … +1.6 %; margin 2.0 %).`,
    );
  });

  it('says of void that it proves nothing, and shows the number', () => {
    const relative = estimate(0.004, -0.001, 0.016);
    expect(nonInferiorityText('void', { relative, margin: 0.02 }, 0.9)).toBe(
      "Void for the same reason: the student's MSE is 0.4 % above the teacher's (90 % interval −0.1 % … +1.6 %; margin 2.0 %).",
    );
  });
});
