import fc from 'fast-check';
import { calibrate } from './calibrate';
import { conformalRank } from './conformal';
import type { Residuals } from './residuals';

const [HORIZON, CHANNELS] = [2, 2];
const SIZE = HORIZON * CHANNELS;

/** @param windows the origin and [H, C] residuals of each; a truth is known one ms after the step before */
function residuals(windows: readonly (readonly [origin: number, ...values: number[]])[]): Residuals {
  return {
    ...{ windowCount: windows.length, horizon: HORIZON, channelCount: CHANNELS },
    values: Float32Array.from(windows.flatMap(([, ...values]) => values)),
    madeAt: Float64Array.from(windows, ([origin]) => origin - 1),
    knownAt: Float64Array.from(windows.flatMap(([origin]) => [origin, origin + 1])),
  };
}

const VALIDATION = residuals([
  [0, 1, 10, 0, 5],
  [1, 2, NaN, 0, 6],
  [2, 3, 30, 0, 7],
]);
const TEST = residuals([
  [4, 2, 1, 0, 8],
  [5, 2.5, 31, 1, NaN],
]);

it('bounds each step and channel by its own residuals on validation, and counts what test holds', () => {
  const [half, most] = calibrate(VALIDATION, TEST, [0.5, 0.75]);
  expect([...half!.halfWidths.validation]).toEqual([2, 30, 0, 6]);
  expect([...most!.halfWidths.validation]).toEqual([3, Infinity, 0, 7]);
  // Held: 2 ≤ 2, 1 ≤ 30, 0 ≤ 0 of seven truths; widths 4, 60 and 0 twice, 12 once.
  const { coverage, width, perStep, perChannel } = half!.fixed;
  expect([coverage, width]).toEqual([3 / 7, (4 + 4 + 60 + 60 + 0 + 0 + 12) / 7]);
  expect(perStep).toEqual([
    { coverage: 2 / 4, width: 32 },
    { coverage: 1 / 3, width: 4 },
  ]);
  expect(perChannel).toEqual([
    { coverage: 2 / 4, width: 2 },
    { coverage: 1 / 3, width: 44 },
  ]);
  expect(most!.fixed).toMatchObject({ coverage: 5 / 7, width: null });
});

/** Windows of several series, their origins in any order, some truths missing; few values, so that ties come up. */
const anyWindows = fc.array(
  fc.tuple(
    fc.integer({ min: 0, max: 30 }),
    ...Array.from({ length: SIZE }, () => fc.constantFrom(NaN, 0, 1, 1.5, 2, 5, 9)),
  ),
  { minLength: 1, maxLength: 20 },
);

it('calibrates anew at every origin on the newest residuals whose truth is known by then, as the slow way does', () => {
  fc.assert(
    fc.property(anyWindows, anyWindows, (before, after) => {
      const [validation, test] = [residuals(before as never), residuals(after as never)];
      const [{ rolling }] = calibrate(validation, test, [0.6]) as [ReturnType<typeof calibrate>[number]];
      expect(rolling).toEqual(slowRolling(validation, test, 0.6));
    }),
    { numRuns: 300 },
  );
});

it('leaves the next forecast the intervals of the newest residuals, as many as validation has', () => {
  const [half] = calibrate(VALIDATION, TEST, [0.5]);
  // Of step 1, channel 1: 3, 2, 2.5; channel 2, of which validation has two: 1, 31. Of step 2: 0, 0, 1 and 7, 8, 6.
  expect([...half!.halfWidths.newest]).toEqual([2.5, 31, 0, 7]);
});

it('with rolling knows no truth of the windows that overlap the one to be forecast', () => {
  const surprise = residuals([
    [4, 1, 1, 1, 1],
    [5, 1, 1, 100, 1],
    [6, 1, 1, 1, 1],
  ]);
  // The truth of step 2 of the window at 5 is known at 6, when the window at 6 has been forecast: it widens nothing here.
  const calm = residuals([0, 1, 2].map((origin) => [origin, 1, 1, 1, 1] as const));
  const [{ rolling }] = calibrate(calm, surprise, [0.75]) as [ReturnType<typeof calibrate>[number]];
  expect(rolling).toEqual({ coverage: 11 / 12, width: 2 });
});

/** For every truth: everything that is known at its origin, the newest of it, sorted. */
function slowRolling(validation: Residuals, test: Residuals, level: number) {
  let [covered, counted, width] = [0, 0, 0];
  for (let cell = 0; cell < SIZE; cell++) {
    const step = Math.floor(cell / CHANNELS);
    const all = [validation, test].flatMap(({ windowCount, values, knownAt }) =>
      Array.from({ length: windowCount }, (_, window) => ({
        value: values[window * SIZE + cell]!,
        at: knownAt[window * HORIZON + step]!,
      })),
    );
    const capacity = all.slice(0, validation.windowCount).filter(({ value }) => !Number.isNaN(value)).length;
    for (let window = 0; window < test.windowCount; window++) {
      const residual = test.values[window * SIZE + cell]!;
      if (Number.isNaN(residual)) continue;
      const known = all.filter(({ value, at }) => !Number.isNaN(value) && at <= test.madeAt[window]!);
      const newest = known.sort((a, b) => a.at - b.at).slice(Math.max(0, known.length - capacity));
      const sorted = newest.map(({ value }) => value).sort((a, b) => a - b);
      const rank = conformalRank(sorted.length, level);
      const half = rank === undefined ? Infinity : sorted[rank - 1]!;
      counted += 1;
      width += 2 * half;
      covered += residual <= half ? 1 : 0;
    }
  }
  if (counted === 0) return { coverage: null, width: null };
  return { coverage: covered / counted, width: Number.isFinite(width) ? width / counted : null };
}
