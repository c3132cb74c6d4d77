import type { Step } from '@tsdistill/contracts';
import type { SeasonCandidate } from './inspection';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
/** Cycles of clock and calendar, in ms; a year has 365 days. */
const CYCLES: readonly (readonly [name: string, ms: number])[] = [
  ['minute', MINUTE],
  ['hour', HOUR],
  ['day', DAY],
  ['week', 7 * DAY],
  ['year', 365 * DAY],
];
/** A cycle is looked for where so many of it fit into a series. */
const FEWEST_CYCLES = 3;
/** Below it no season is seen. */
const SEEN = 0.2;
/** A longer season must be seen so much better than a shorter one. */
const BETTER = 0.05;

/** Lags, in steps, at which a season may be: those of the calendar. */
export function calendarLags(step: Step, rowCount: number): readonly { readonly name: string; readonly lag: number }[] {
  return lagsOf(step).filter(({ lag }) => lag > 1 && lag * FEWEST_CYCLES <= rowCount);
}

function lagsOf(step: Step): readonly { readonly name: string; readonly lag: number }[] {
  switch (step.kind) {
    case 'months':
      return 12 % step.count === 0 ? [{ name: 'year', lag: 12 / step.count }] : [];
    case 'business-days':
      return [
        { name: 'week', lag: 5 },
        { name: 'year', lag: 261 },
      ];
    case 'fixed':
      if (step.ms === 7 * DAY) return [{ name: 'year', lag: 52 }];
      return CYCLES.flatMap(([name, ms]) => (ms % step.ms === 0 ? [{ name, lag: ms / step.ms }] : []));
  }
}

/**
 * Autocorrelation at lag m of the differences over k = m/6 steps, x[t] - x[t-k].
 *
 * Differences take out the level, their median the trend, and k in proportion to the season keeps its slope above the noise. At m > k the score is 0 for
 * white noise and for a random walk alike, and 1 for a season without noise. Differences are cut at four times their median: one wrong
 * value must not decide.
 *
 * @param values one channel of one series on its grid, NaN where nothing was observed
 * @returns NaN where there are no pairs, or nothing varies
 */
export function seasonScore(values: Float64Array, lag: number): number {
  const differences = clip(centre(differencesOf(values, Math.max(1, Math.round(lag / 6)))));
  let [products, early, late] = [0, 0, 0];
  for (let t = lag; t < differences.length; t++) {
    const [now, before] = [differences[t] as number, differences[t - lag] as number];
    if (Number.isNaN(now) || Number.isNaN(before)) continue;
    products += now * before;
    early += before * before;
    late += now * now;
  }
  return products / Math.sqrt(early * late);
}

function differencesOf(values: Float64Array, k: number): Float64Array {
  return values.subarray(k).map((value, t) => value - (values[t] as number));
}

/** A trend is a difference that all have. */
function centre(differences: Float64Array): Float64Array {
  const sorted = differences.filter((value) => !Number.isNaN(value)).sort();
  const median = sorted[sorted.length >> 1] ?? 0;
  return differences.map((value) => value - median);
}

function clip(differences: Float64Array): Float64Array {
  const sizes = differences
    .filter((value) => !Number.isNaN(value))
    .map(Math.abs)
    .sort();
  const most = 4 * (sizes[sizes.length >> 1] ?? 0);
  return most === 0 ? differences : differences.map((value) => Math.max(-most, Math.min(most, value)));
}

/** The mean score over all channels and series that have one, the highest first. */
export function findSeasons(channels: readonly Float64Array[], step: Step): readonly SeasonCandidate[] {
  const longest = Math.max(0, ...channels.map(({ length }) => length));
  const candidates = calendarLags(step, longest).flatMap(({ name, lag }) => {
    const scores = channels.map((values) => seasonScore(values, lag)).filter((score) => !Number.isNaN(score));
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    return scores.length === 0 ? [] : [{ name, lag, score: mean }];
  });
  return candidates.sort((a, b) => b.score - a.score);
}

/** The shortest season that is seen, unless a longer one is seen better; 1 where none is. */
export function chooseSeason(candidates: readonly SeasonCandidate[]): number {
  const seen = candidates.filter(({ score }) => score >= SEEN).sort((a, b) => a.lag - b.lag);
  const chosen = seen.reduce<SeasonCandidate | undefined>(
    (best, next) => (best === undefined || next.score > best.score + BETTER ? next : best),
    undefined,
  );
  return chosen?.lag ?? 1;
}
