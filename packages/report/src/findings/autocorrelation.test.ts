import { sampleCorrelation } from 'simple-statistics';
import { autocorrelation } from './autocorrelation';

const count = 400;
const series = new Int32Array(count);
const origin = Int32Array.from({ length: count }, (_, n) => 50 + 2 * n);

/** Evenly spread, the same every time. */
function noise(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647 - 0.5;
}

/** x[n] = φ x[n-1] + noise. */
function autoregressive(phi: number, seed: number): number[] {
  const next = noise(seed);
  let value = 0;
  return Array.from({ length: count }, () => (value = phi * value + next()));
}

// Differs from Pearson's r of the two shifted halves by their means and variances only: of order lag / count.
it('is close to the correlation of the values with themselves, shifted', () => {
  const values = autoregressive(0.8, 7);
  const own = autocorrelation({ values: Float32Array.from(values), channelCount: 1, series, origin }, 3);
  const expected = [1, 2, 3].map((lag) => sampleCorrelation(values.slice(0, -lag), values.slice(lag)));
  expect(own).toHaveLength(3);
  own.forEach((value, lag) => expect(Math.abs(value - (expected[lag] ?? NaN))).toBeLessThan(0.02));
});

it('is 1 at the period of what repeats itself, and -1 at half of it, whatever the level of a channel', () => {
  const values = Float32Array.from({ length: 2 * count }, (_, i) => {
    const [n, channel] = [Math.floor(i / 2), i % 2];
    return 100 * channel + Math.sin((2 * Math.PI * n) / 8 + channel);
  });
  const lags = autocorrelation({ values, channelCount: 2, series, origin }, 8);
  expect(lags[3]).toBeCloseTo(-1, 5);
  expect(lags[7]).toBeCloseTo(1, 5);
});

it('pairs no windows across a gap or across two series', () => {
  // Within each half the value repeats itself; across the border it changes its sign.
  const halves = Float32Array.from({ length: count }, (_, n) => (n % 2 === 0 ? 1 : -1) * (n < count / 2 ? 1 : -1));
  const gap = origin.map((row, n) => (n < count / 2 ? row : row + 1));
  const other = series.map((_, n) => (n < count / 2 ? 0 : 1));
  expect(autocorrelation({ values: halves, channelCount: 1, series, origin: gap }, 1)[0]).toBeCloseTo(-1, 6);
  expect(autocorrelation({ values: halves, channelCount: 1, series: other, origin }, 1)[0]).toBeCloseTo(-1, 6);
  expect(autocorrelation({ values: halves, channelCount: 1, series, origin }, 1)[0]).toBeGreaterThan(-0.995);
});

it('leaves out what was not observed, and lags with fewer than 30 pairs', () => {
  const values = Float32Array.from({ length: count }, (_, n) => (n % 10 === 0 ? NaN : Math.cos(Math.PI * n)));
  const lags = autocorrelation({ values, channelCount: 1, series, origin }, count);
  expect(lags[0]).toBeCloseTo(-1, 5);
  expect(lags).toHaveLength(count - 30);
});

it('says nothing of residuals that do not vary', () =>
  expect(autocorrelation({ values: new Float32Array(count), channelCount: 1, series, origin }, 5)).toEqual([]));
