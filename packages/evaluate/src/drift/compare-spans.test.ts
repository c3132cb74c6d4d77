import type { WindowLosses } from '../accumulate-errors';
import { fewestWindows } from '../bootstrap';
import { compareSpans, type SpanSettings } from './compare-spans';

const bootstrap = { resamples: 500, level: 0.95, seed: 3 };
const settings: SpanSettings = { horizon: 4, stride: 1, margin: 0.1, bootstrap };
const losses = (count: number, lossAt: (window: number) => number): WindowLosses => ({
  means: Float64Array.from({ length: count }, (_, window) => lossAt(window)),
  counts: new Float64Array(count).fill(8),
});
/** Around `level`, alternating every 7 windows. */
const waving = (count: number, level: number) => losses(count, (window) => level * (window % 14 < 7 ? 0.9 : 1.1));

it.each([
  [0.1, 'grown'],
  [0.2, 'cannot tell'],
  [0.4, 'holds'],
] as const)('a loss that grew by 20 % is, at a margin of %d, %s', (margin, outcome) => {
  const { relative, ...rest } = compareSpans([waving(700, 1)], [waving(280, 1.2)], { ...settings, margin });
  expect(rest).toEqual({ former: expect.closeTo(1, 10), recent: expect.closeTo(1.2, 10), outcome });
  expect(relative.value).toBeCloseTo(0.2, 10);
  expect(relative.interval?.lower).toBeGreaterThan(0.1);
  expect(relative.interval?.upper).toBeLessThan(0.35);
});

// Both seeds grow by 20 %, so every draw of seeds says 20 %, however far apart the seeds are, if it is one draw for both spans.
it('draws the seeds once for both spans', () => {
  const [former, recent] = [
    [losses(100, () => 1), losses(100, () => 10)],
    [losses(60, () => 1.2), losses(60, () => 12)],
  ];
  const { relative } = compareSpans(former, recent, settings);
  expect(relative.interval).toEqual({ lower: expect.closeTo(0.2, 10), upper: expect.closeTo(0.2, 10) });
});

it('cannot tell from a few overlapping windows: 39 are fewer than five blocks of 8, 40 are five', () => {
  const of = (count: number) => compareSpans([waving(700, 1)], [losses(count, () => 9)], settings);
  expect([of(39).relative.interval, of(39).outcome]).toEqual([null, 'cannot tell']);
  expect(of(40).outcome).toBe('grown');
  expect(fewestWindows(4, 1)).toBe(40);
  const swapped = compareSpans([losses(39, () => 1)], [waving(700, 9)], settings);
  expect(swapped.relative.interval).toBeNull();
});

// Windows that do not overlap are drawn in blocks of the cube root of their number: 15 / 3 = 5, but 14 / 3 and 8 / 2 are fewer.
it('takes 15 windows that do not overlap, at one step or at a stride of the whole horizon', () => {
  expect([fewestWindows(1, 1), fewestWindows(24, 24)]).toEqual([15, 15]);
  const of = (count: number) =>
    compareSpans([losses(count, () => 1)], [losses(count, () => 2)], { ...settings, horizon: 1 }).relative.interval;
  expect([of(14), of(15)]).toEqual([null, expect.anything()]);
});
