import type { TunedSettings } from '@tsdistill/contracts';
import fc from 'fast-check';
import { drawSettings } from './draw-settings';
import { type SearchSpace, SETTINGS } from './search-space';

const some = <Value>(values: readonly Value[]) => fc.shuffledSubarray([...values], { minLength: 1 });

/** Spaces of up to 4 · 3 · 2 · 3 · 4 settings, whose base may lie outside the lists, and which may lack a setting. */
const anySpace: fc.Arbitrary<SearchSpace> = fc
  .record({
    learningRate: some([0.1, 0.2, 0.3, 0.4]),
    weightDecay: some([0, 0.01, 0.1]),
    dropout: fc.option(some([0, 0.5]), { nil: undefined }),
    normalisation: some(['none', 'mean', 'revin'] as const),
    alpha: fc.option(some([0, 0.3, 0.6, 0.9]), { nil: undefined }),
  })
  .chain(({ dropout, alpha, ...always }) => {
    const lists = { ...always, ...(dropout && { dropout }), ...(alpha && { alpha }) };
    const base = fc.record({
      learningRate: fc.constantFrom(0.1, 0.5),
      weightDecay: fc.constantFrom(0, 1),
      ...(dropout && { dropout: fc.constant(0) }),
      normalisation: fc.constantFrom('none' as const, 'revin' as const),
      ...(alpha && { alpha: fc.constant(0) }),
    });
    return fc.record({ base, lists: fc.constant(lists) }) as fc.Arbitrary<SearchSpace>;
  });
const anyBudget = { count: fc.integer({ min: 1, max: 30 }), seed: fc.integer({ min: 0, max: 1000 }) };
const anyDraw = fc.record({ space: anySpace, ...anyBudget });

/** Every combination of the lists: the settings written out, one list after the other. */
function everyCombination({ lists }: SearchSpace): TunedSettings[] {
  const { learningRate = [], weightDecay = [], normalisation = [], dropout, alpha } = lists;
  const rates = learningRate.map((rate) => ({ learningRate: rate }));
  const decayed = rates.flatMap((each) => weightDecay.map((decay) => ({ ...each, weightDecay: decay })));
  const normalised = decayed.flatMap((each) => normalisation.map((kind) => ({ ...each, normalisation: kind })));
  const dropped = dropout ? normalised.flatMap((each) => dropout.map((p) => ({ ...each, dropout: p }))) : normalised;
  return alpha ? dropped.flatMap((each) => alpha.map((weight) => ({ ...each, alpha: weight }))) : dropped;
}

const text = (settings: TunedSettings) => JSON.stringify(SETTINGS.map((name) => settings[name] ?? null));
const timesIn = (drawn: readonly TunedSettings[], name: keyof TunedSettings, value: unknown) =>
  drawn.filter((settings) => settings[name] === value).length;

it('begins with the config as it stands, and never tries settings twice', () => {
  fc.assert(
    fc.property(anyDraw, ({ space, count, seed }) => {
      const drawn = drawSettings(space, count, seed);
      expect(drawn[0]).toEqual(space.base);
      expect(new Set(drawn.map(text)).size).toBe(drawn.length);
    }),
    { numRuns: 50 },
  );
});

it('tries as many as asked for, or all there are, and nothing that is not in the lists', () => {
  fc.assert(
    fc.property(anyDraw, ({ space, count, seed }) => {
      const there = new Set([space.base, ...everyCombination(space)].map(text));
      const drawn = drawSettings(space, count, seed);
      expect(drawn).toHaveLength(Math.min(count, there.size));
      for (const settings of drawn) expect(there).toContain(text(settings));
    }),
  );
});

it('tries every value of every list once before it tries one of that list twice', () => {
  fc.assert(
    fc.property(anyDraw, ({ space, seed }) => {
      const longest = Math.max(...SETTINGS.map((name) => space.lists[name]?.length ?? 0));
      const drawn = drawSettings(space, longest + 1, seed);
      for (let count = 1; count <= drawn.length; count++)
        for (const name of SETTINGS) {
          const times = (space.lists[name] ?? []).map((value) => timesIn(drawn.slice(0, count), name, value));
          const untried = times.filter((time) => time === 0).length;
          if (untried > 0) expect(Math.max(...times)).toBeLessThanOrEqual(1);
        }
      for (const name of SETTINGS)
        for (const value of space.lists[name] ?? []) expect(timesIn(drawn, name, value)).toBeGreaterThan(0);
    }),
  );
});

it('tries next what was tried least, value by value', () => {
  fc.assert(
    fc.property(anyDraw, ({ space, count, seed }) => {
      const drawn = drawSettings(space, count, seed);
      drawn.slice(1).forEach((next, index) => {
        const before = drawn.slice(0, index + 1);
        const tried = new Set(before.map(text));
        const tally = (settings: TunedSettings) =>
          SETTINGS.reduce((sum, name) => sum + timesIn(before, name, settings[name]), 0);
        const open = everyCombination(space).filter((settings) => !tried.has(text(settings)));
        expect(tally(next)).toBe(Math.min(...open.map(tally)));
      });
    }),
    { numRuns: 30 },
  );
});

// By values alone, some seeds never try revin with dropout.
it('tries every pair of values of two short lists early, whatever the seed', () => {
  const short = { weightDecay: [0, 0.05], dropout: [0, 0.1], normalisation: ['revin' as const, 'mean' as const] };
  const base = { learningRate: 0.2, weightDecay: 0, dropout: 0, normalisation: 'revin' as const };
  for (let seed = 0; seed < 20; seed++) {
    const drawn = drawSettings({ base, lists: { learningRate: [0.1, 0.2, 0.4], ...short } }, 8, seed);
    expect(new Set(drawn.map(({ dropout, normalisation }) => `${dropout} ${normalisation}`)).size).toBe(4);
  }
});

it('begins a larger budget with the trials of a smaller one', () => {
  fc.assert(
    fc.property(anyDraw, ({ space, count, seed }) => {
      expect(drawSettings(space, count + 5, seed).slice(0, count)).toEqual(drawSettings(space, count, seed));
    }),
  );
});

it('draws by its seed: the same again, another by another', () => {
  const lists = { learningRate: [0.1, 0.2, 0.3, 0.4], weightDecay: [0, 0.01, 0.1], normalisation: ['none' as const] };
  const space = { base: { learningRate: 0.1, weightDecay: 0, normalisation: 'none' as const }, lists };
  const [a, again, b] = [drawSettings(space, 6, 0), drawSettings(space, 6, 0), drawSettings(space, 6, 1)];
  expect(again).toEqual(a);
  expect(b).not.toEqual(a);
});
