import { calendarLags, chooseSeason, findSeasons, seasonScore } from './find-seasons';

/** Numbers in [-0.5, 0.5) that follow from the seed (mulberry32). */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32 - 0.5;
  };
}

const fill = (count: number, valueOf: (t: number) => number) =>
  Float64Array.from({ length: count }, (_, t) => valueOf(t));
const random = noise(1);
const DAY = { kind: 'fixed', ms: 86_400_000 } as const;
const HOUR = { kind: 'fixed', ms: 3_600_000 } as const;

it('is 1 for a season without noise, with any trend', () => {
  const week = [3, 1, 4, 1, 5, 9, 2];
  expect(
    seasonScore(
      fill(700, (t) => week[t % 7]! + 0.25 * t),
      7,
    ),
  ).toBeCloseTo(1, 10);
});

it('is -1 at half the period of a sine', () => {
  expect(
    seasonScore(
      fill(2400, (t) => Math.sin((2 * Math.PI * t) / 48)),
      24,
    ),
  ).toBeCloseTo(-1, 10);
});

// Differences over k < m share no noise at lag m: the expectation is 0, the standard error about 1/sqrt(n).
it.each([7, 24, 168])('is near 0 for white noise and for a random walk, at lag %p', (lag) => {
  let level = 0;
  const walk = fill(20_000, () => (level += random()));
  expect(Math.abs(seasonScore(fill(20_000, random), lag))).toBeLessThan(0.05);
  expect(Math.abs(seasonScore(walk, lag))).toBeLessThan(0.15);
});

it('leaves out what is missing, and is not moved by one wrong value', () => {
  const values = fill(700, (t) => (t % 7) ** 2);
  values[100] = NaN;
  expect(seasonScore(values, 7)).toBeCloseTo(1, 10);
  values[300] = 1e9;
  expect(seasonScore(values, 7)).toBeGreaterThan(0.85);
});

it.each([1, 0.01])('sees no season in a trend of %p a step, with noise', (slope) => {
  const score = seasonScore(
    fill(2000, (t) => slope * t + random()),
    24,
  );
  expect(Math.abs(score)).toBeLessThan(0.08);
});

it('is NaN where nothing varies but for a trend', () => {
  expect(
    seasonScore(
      fill(100, (t) => 5 * t),
      7,
    ),
  ).toBeNaN();
});

it('is NaN where nothing varies', () => {
  expect(
    seasonScore(
      fill(100, () => 5),
      7,
    ),
  ).toBeNaN();
  expect(findSeasons([fill(100, () => 5)], DAY)).toEqual([]);
});

it.each([
  [
    HOUR,
    504,
    [
      ['day', 24],
      ['week', 168],
    ],
  ],
  [HOUR, 503, [['day', 24]]],
  [
    DAY,
    1095,
    [
      ['week', 7],
      ['year', 365],
    ],
  ],
  [{ kind: 'fixed', ms: 604_800_000 } as const, 156, [['year', 52]]],
  [{ kind: 'months', count: 1 } as const, 36, [['year', 12]]],
  [{ kind: 'months', count: 3 } as const, 12, [['year', 4]]],
  [{ kind: 'months', count: 12 } as const, 100, []],
  [{ kind: 'business-days' } as const, 782, [['week', 5]]],
  [
    { kind: 'fixed', ms: 900_000 } as const,
    300,
    [
      ['hour', 4],
      ['day', 96],
    ],
  ],
])('looks at the lags of the calendar that fit three times: %j in %p rows', (step, rowCount, lags) => {
  expect(calendarLags(step, rowCount).map(({ name, lag }) => [name, lag])).toEqual(lags);
});

it('tells a weekly from a daily pattern', () => {
  const daily = fill(3000, (t) => Math.sin((2 * Math.PI * t) / 24) + 0.1 * random());
  const weekly = daily.map((value, t) => (Math.floor(t / 24) % 7 < 5 ? 3 * value : 0.2 * value));
  expect(chooseSeason(findSeasons([daily], HOUR))).toBe(24);
  expect(chooseSeason(findSeasons([weekly], HOUR))).toBe(168);
});

it('takes 1 where no season is seen', () => {
  expect(chooseSeason([{ name: 'week', lag: 7, score: 0.19 }])).toBe(1);
  expect(chooseSeason([{ name: 'week', lag: 7, score: 0.2 }])).toBe(7);
  expect(chooseSeason([])).toBe(1);
});
