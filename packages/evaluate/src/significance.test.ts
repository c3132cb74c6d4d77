import { PipelineError } from '@tsdistill/contracts';
import { type Estimate, drawBlocks } from './bootstrap';
import {
  differenceOf,
  judgeNonInferiority,
  type NamedMean,
  overSeeds,
  relativeDifferenceOf,
  retentionOf,
} from './significance';

const RESAMPLING = drawBlocks(100, 10, { resamples: 200, level: 0.95, seed: 0 });

/** A mean loss that moves in the resamples by `wiggle` up and down, in step with all others. */
function loss(name: string, value: number, wiggle = 0): NamedMean {
  return { name, value, resampled: Float64Array.from({ length: 200 }, (_, r) => value + wiggle * Math.sin(r)) };
}

describe('differenceOf and relativeDifferenceOf', () => {
  const [left, right] = [loss('a', 1.1, 0.3), loss('b', 1, 0.1)];

  it('turns round when the models do', () => {
    const [there, back] = [differenceOf(left, right, RESAMPLING), differenceOf(right, left, RESAMPLING)];
    expect(there.value).toBeCloseTo(0.1, 12);
    expect(back.value).toBeCloseTo(-there.value, 12);
    expect(back.interval!.lower).toBeCloseTo(-there.interval!.upper, 12);
    expect(back.interval!.upper).toBeCloseTo(-there.interval!.lower, 12);
  });

  it('is paired: what moves both losses alike leaves the ratio certain', () => {
    const tenth = relativeDifferenceOf(loss('a', 1.1, 0.33), loss('b', 1, 0.3), RESAMPLING);
    expect(tenth.value).toBeCloseTo(0.1, 12);
    expect(tenth.interval!.lower).toBeCloseTo(0.1, 12);
    expect(tenth.interval!.upper).toBeCloseTo(0.1, 12);
  });

  it('refuses a reference without any loss', () => {
    const compare = () => relativeDifferenceOf(left, loss('perfect', 0), RESAMPLING);
    expect(compare).toThrow(new PipelineError('LOSS_ZERO', { model: 'perfect', windowCount: 100 }));
  });
});

describe('retentionOf', () => {
  const [naive, teacher] = [loss('naive', 2, 0.1), loss('teacher', 1, 0.1)];
  const kept = (student: NamedMean) => {
    const retention = retentionOf({ naive, teacher, student }, RESAMPLING);
    return retention.kind === 'defined' ? retention.estimate.value : retention.reason;
  };

  it('is 1 for the teacher itself, 0 for the naive forecast, and linear between and beyond', () => {
    expect(kept(teacher)).toBe(1);
    expect(kept(naive)).toBe(0);
    expect(kept(loss('student', 1.25))).toBeCloseTo(0.75, 12);
    expect(kept(loss('student', 0.5))).toBeCloseTo(1.5, 12);
    expect(kept(loss('student', 3))).toBeCloseTo(-1, 12);
  });

  it('is not defined when the teacher is no better than naive, and says so with both losses', () => {
    const found = retentionOf({ naive: teacher, teacher: naive, student: teacher }, RESAMPLING);
    expect(found).toEqual({
      kind: 'undefined',
      reason: 'the teacher naive is no better than teacher (MSE 2.0000 against 1.0000)',
    });
    expect(retentionOf({ naive, teacher: naive, student: teacher }, RESAMPLING).kind).toBe('undefined');
  });

  it('is not defined when the teacher is not better in one resample of ten', () => {
    const shaky = loss('shaky', 1, 1.1);
    const found = retentionOf({ naive: loss('naive', 2), teacher: shaky, student: loss('student', 1) }, RESAMPLING);
    expect(found).toMatchObject({ kind: 'undefined', reason: expect.stringContaining('not surely better') as string });
  });
});

describe('judgeNonInferiority', () => {
  const between = (lower: number, upper: number): Estimate => ({ value: 0, interval: { lower, upper } });

  it.each([
    [-0.01, 0.02, 'non-inferior'],
    [-0.01, 0.0201, 'cannot tell'],
    [0.02, 0.03, 'cannot tell'],
    [0.0201, 0.03, 'inferior'],
  ])('of %d … %d at a margin of .02 is %s', (lower, upper, outcome) => {
    expect(judgeNonInferiority(between(lower, upper), 0.02)).toBe(outcome);
  });

  it('cannot tell without an interval', () => {
    expect(judgeNonInferiority({ value: 0.5, interval: null }, 0.02)).toBe('cannot tell');
  });
});

describe('overSeeds', () => {
  it('has the mean and the sample standard deviation, no spread of one seed, nothing of nothing', () => {
    expect(overSeeds([1, 3])).toEqual({ mean: 2, sd: Math.SQRT2 });
    expect(overSeeds([4])).toEqual({ mean: 4, sd: null });
    expect(overSeeds([null])).toEqual({ mean: null, sd: null });
  });
});
