import type { TunedSettings } from '@tsdistill/contracts';
import { shuffledIndices } from '@tsdistill/forecasting';
import { type Lists, type SearchSpace, SETTINGS } from './search-space';

/**
 * Settings to try, all different: those of the config first, then combinations of the lists, each made of the values that
 * were tried least until then, of equals the one whose pairs of values were, then in seeded order.
 *
 * Its margins are as even as those of a Latin hypercube (McKay et al. 1979), so every value of every list is tried once before one
 * is tried twice; independent draws (Bergstra & Bengio 2012) leave a given one of 4 values out of 6 trials with probability .18.
 * Unlike a hypercube's, a smaller budget's trials are the beginning of a larger one's.
 *
 * @returns `count` settings, or all there are
 */
export function drawSettings({ base, lists }: SearchSpace, count: number, seed: number): readonly TunedSettings[] {
  const all = combinations(lists).filter((settings) => !isEqual(settings, base));
  const waiting = Array.from(shuffledIndices(all.length, seed, 0), (index) => all[index] ?? base);
  const chosen = [base];
  while (chosen.length < count && waiting.length > 0) chosen.push(...waiting.splice(leastTried(waiting, chosen), 1));
  return chosen;
}

/** Index of the first whose values were tried least by `chosen`, of equals the one whose pairs of values were. */
function leastTried(waiting: readonly TunedSettings[], chosen: readonly TunedSettings[]): number {
  const tallies = waiting.map((settings) => timesTried(settings, chosen));
  const isLess = (a: Tally, b: Tally) => a.values < b.values || (a.values === b.values && a.pairs < b.pairs);
  return tallies.reduce((best, tally, index) => (isLess(tally, tallies[best] ?? tally) ? index : best), 0);
}

interface Tally {
  readonly values: number;
  readonly pairs: number;
}

/** How often the values of `settings`, and pairs of them, were tried before. */
function timesTried(settings: TunedSettings, chosen: readonly TunedSettings[]): Tally {
  const shared = chosen.map((other) => SETTINGS.filter((name) => other[name] === settings[name]).length);
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  return { values: sum(shared), pairs: sum(shared.map((count) => (count * (count - 1)) / 2)) };
}

function isEqual(a: TunedSettings, b: TunedSettings): boolean {
  return SETTINGS.every((name) => a[name] === b[name]);
}

/** Every way to take one value from each list. */
function combinations(lists: Partial<Lists>): readonly TunedSettings[] {
  const extend = (partial: readonly object[], name: keyof TunedSettings): readonly object[] => {
    const values: readonly unknown[] | undefined = lists[name];
    return values ? partial.flatMap((settings) => values.map((value) => ({ ...settings, [name]: value }))) : partial;
  };
  return SETTINGS.reduce(extend, [{}]) as readonly TunedSettings[];
}
