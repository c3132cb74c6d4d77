import fc from 'fast-check';
import { mostPromising } from './most-promising';

// The oracle takes a lowest one away, again and again.
it('names the lowest losses in order, the earliest of equals, and no lost one', () => {
  fc.assert(
    fc.property(
      fc.array(fc.option(fc.integer({ min: 0, max: 4 }))),
      fc.integer({ min: 1, max: 5 }),
      (losses, count) => {
        const left = losses.map((loss) => loss ?? Infinity);
        const taken: number[] = [];
        while (taken.length < count && Math.min(...left) < Infinity) {
          const index = left.indexOf(Math.min(...left));
          taken.push(index);
          left[index] = Infinity;
        }
        expect(mostPromising(losses, count)).toEqual(taken);
      },
    ),
  );
});
