import { inTurns } from './in-turns';

it('runs the sides in turns, and one round more than it counts', async () => {
  const calls: string[] = [];
  const side = (name: string) => () => Promise.resolve(calls.push(name));
  const rounds = await inTurns({ own: side('own'), rival: side('rival') }, 2);
  expect(calls).toEqual(['own', 'rival', 'own', 'rival', 'own', 'rival']);
  expect(rounds).toEqual([
    { own: 3, rival: 4 },
    { own: 5, rival: 6 },
  ]);
});
