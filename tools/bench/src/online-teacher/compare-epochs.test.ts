import { compareEpochs } from './compare-epochs';

/** A side whose epochs take `times`, one after the other. */
function sideOf(times: readonly number[], log: string[], name: string) {
  const next = times[Symbol.iterator]();
  return async () => {
    log.push(name);
    return { batchMs: next.next().value ?? NaN, loss: log.length };
  };
}

it('compares times of one round only, in turns, and leaves the first round out', async () => {
  const log: string[] = [];
  // Slow rounds are slow on both sides: the ratios are .2, .3 and .25 although the medians say 4 / 16.
  const [own, rival] = [sideOf([99, 2, 30, 4], log, 'own'), sideOf([1, 10, 100, 16], log, 'rival')];
  const { ownMs, rivalMs, ratio, losses } = await compareEpochs(own, rival, 3);
  expect(log).toEqual(Array(4).fill(['own', 'rival']).flat());
  expect([ownMs, rivalMs]).toEqual([4, 16]);
  expect(ratio).toMatchObject({ median: 0.25, low: 0.2, high: 0.3, count: 3 });
  expect(losses).toEqual({ own: 7, rival: 8 });
});
