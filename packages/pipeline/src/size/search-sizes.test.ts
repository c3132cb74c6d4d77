import type { SizeSummary } from '@tsdistill/contracts';
import { choose } from './search-sizes';

type Judgement = SizeSummary['judged'][number];
const judged = (candidate: number, outcome: Judgement['outcome'], upper: number | null, value = 0): Judgement => ({
  candidate,
  outcome,
  relative: { value, interval: upper === null ? null : { lower: -1, upper } },
  mse: 1,
  teacherMse: 1,
});

it('chooses the one that keeps up, however close another came', () =>
  expect(choose([judged(4, 'cannot tell', 0.01), judged(7, 'non-inferior', 0.02)])).toEqual({
    candidate: 7,
    kind: 'non-inferior',
  }));

it('chooses the lowest upper bound where none keeps up, the smaller of equals', () => {
  const all = [judged(1, 'inferior', 0.3), judged(4, 'cannot tell', 0.05, 0.04), judged(7, 'cannot tell', 0.05, 0.01)];
  expect(choose(all)).toEqual({ candidate: 4, kind: 'closest' });
});

it('goes by the value where there are too few windows for an interval', () =>
  expect(choose([judged(1, 'cannot tell', null, 0.3), judged(2, 'cannot tell', null, 0.2)])).toEqual({
    candidate: 2,
    kind: 'closest',
  }));
