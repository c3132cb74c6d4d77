import type { TunedSettings } from '@tsdistill/contracts';
import { shuffledIndices } from '@tsdistill/forecasting';
import { type Lists, type SearchSpace, SETTINGS } from './search-space';

/**
 * Settings to try, all different: those of the config first, then combinations of the lists, each made of the values that
 * were tried least until then, equals in seeded order.
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
  while (chosen.length < count && waiting.length > 0)
    chosen.push(...waiting.splice(leastTried(waiting, timesTried(chosen)), 1));
  return chosen;
}

/** How often the values of given settings were tried, all of them together. */
type Tally = (settings: TunedSettings) => number;

function timesTried(chosen: readonly TunedSettings[]): Tally {
  const times = SETTINGS.map((name) => {
    const tried = chosen.map((settings) => settings[name]);
    return { name, of: new Map(tried.map((value) => [value, tried.filter((other) => other === value).length])) };
  });
  return (settings) => times.reduce((sum, { name, of }) => sum + (of.get(settings[name]) ?? 0), 0);
}

/** Index of the first whose values were tried least. */
function leastTried(waiting: readonly TunedSettings[], tally: Tally): number {
  let best = { index: 0, tally: Infinity };
  waiting.forEach((settings, index) => {
    const found = tally(settings);
    if (found < best.tally) best = { index, tally: found };
  });
  return best.index;
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
