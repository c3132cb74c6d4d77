import { farthestFirst } from './intervals-section';

it('puts the channel farthest from the promise first, on either side, and leaves out those without a truth', () => {
  const shares = [0.88, 0.97, null, 0.5].map((coverage) => ({ coverage, width: 1 }));
  expect(farthestFirst(shares, ['a', 'b', 'c', 'd'], 0.9)).toEqual([
    { name: 'd', coverage: 0.5 },
    { name: 'b', coverage: 0.97 },
    { name: 'a', coverage: 0.88 },
  ]);
});
