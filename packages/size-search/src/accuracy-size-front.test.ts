import fc from 'fast-check';
import { excessLoss, frontRanks, nearestToFront, type SizedLoss } from './accuracy-size-front';

const model = (parameterCount: number, loss: number | null): SizedLoss => ({ parameterCount, loss });
const beats = (a: SizedLoss, b: SizedLoss) =>
  a.loss !== null &&
  b.loss !== null &&
  a.parameterCount <= b.parameterCount &&
  a.loss <= b.loss &&
  (a.parameterCount < b.parameterCount || a.loss < b.loss);

/** Few values, so that ties are common. */
const models = fc.array(
  fc.record({
    parameterCount: fc.integer({ min: 1, max: 8 }),
    loss: fc.option(fc.integer({ min: 1, max: 8 }), { freq: 6 }),
  }),
  { maxLength: 14 },
);

describe('ranks', () => {
  // Deb et al. 2002 by another way: the rank of a model is the length of the longest chain of models that beat one another and it.
  it('are the longest chain of better models above one', () => {
    const chain = (all: readonly SizedLoss[], one: SizedLoss): number =>
      Math.max(0, ...all.filter((other) => beats(other, one)).map((other) => 1 + chain(all, other)));
    fc.assert(
      fc.property(models, (all) => {
        expect(frontRanks(all)).toEqual(all.map((one) => (one.loss === null ? Infinity : chain(all, one))));
      }),
    );
  });

  it('are those of a picture: three steps of a front, one model behind it, one behind that, one lost', () => {
    const picture = [model(10, 0.5), model(20, 0.3), model(90, 0.1), model(30, 0.4), model(95, 0.45), model(1, null)];
    expect(frontRanks(picture)).toEqual([0, 0, 0, 1, 2, Infinity]);
  });
});

it('excess is what a model lies above the best of its size or smaller', () => {
  const all = [model(10, 0.5), model(20, 0.25), model(20, 0.3), model(90, 0.5), model(5, null)];
  expect(all.map((_, i) => excessLoss(all, i))).toEqual([0, 0, expect.closeTo(0.2, 12), 1, Infinity]);
});

describe('the nearest to the front', () => {
  it('are not the most accurate, but one of every size where that is possible', () => {
    const all = [model(10, 0.5), model(20, 0.3), model(90, 0.1), model(91, 0.11), model(92, 0.12), model(30, 0.9)];
    expect(nearestToFront(all, 3)).toEqual([0, 1, 2]);
    expect(nearestToFront(all, 4)).toEqual([0, 1, 2, 3]);
  });

  it('of one rank are those least above it, and of the front the most accurate', () => {
    const all = [model(10, 0.5), model(20, 0.3), model(21, 0.6), model(22, 0.4)];
    expect(nearestToFront(all, 1)).toEqual([1]);
    expect(nearestToFront(all, 3)).toEqual([0, 1, 3]);
    // 10 % above the best of its size, not 33 %, though its loss is larger.
    expect(nearestToFront([...all, model(11, 0.55)], 3)).toEqual([0, 1, 4]);
  });

  it('are as many as asked for, in order, never a lost one, and no rank before a better one is whole', () => {
    fc.assert(
      fc.property(models, fc.nat(14), (all, count) => {
        const kept = nearestToFront(all, count);
        const known = all.filter(({ loss }) => loss !== null);
        expect(kept).toHaveLength(Math.min(count, known.length));
        expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
        const ranks = frontRanks(all);
        const worst = Math.max(-1, ...kept.map((index) => ranks[index]!));
        expect(worst).toBeLessThan(Infinity);
        ranks.forEach((rank, index) => rank < worst && expect(kept).toContain(index));
      }),
    );
  });
});
