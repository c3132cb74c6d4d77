import fc from 'fast-check';
import { createSeriesIndex } from './series-index';

const word = fc.oneof(fc.nat({ max: 3 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }));

it('numbers hashes in the order in which they are first met, as a Map of both words does', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(word, word), { maxLength: 3000 }), (hashes) => {
      const slots = new Map<string, number>();
      const index = createSeriesIndex();
      for (const [low, high] of hashes) {
        const name = `${low} ${high}`;
        if (!slots.has(name)) slots.set(name, slots.size);
        expect(index.slotOf(low, high, () => name)).toBe(slots.get(name));
      }
      expect(index.ids).toEqual([...slots.keys()]);
    }),
    { numRuns: 30 },
  );
});

it('asks for the name of a series once', () => {
  const index = createSeriesIndex();
  let asked = 0;
  for (let round = 0; round < 3; round++)
    for (let series = 0; series < 5000; series++) index.slotOf(series, 7, () => `${(asked += 1)}`);
  expect(asked).toBe(5000);
});
