import { normalDraws, seriesOf } from '../../testing/arima-series';
import { arima } from './arima-baseline';

const NONE = { ar: [], ma: [], seasonalAr: [], seasonalMa: [] };
const [ROWS, TRAIN, HORIZON] = [400, 300, 6];
const SHAPE = { horizon: HORIZON, channelCount: 2, season: 1 };

/** A random walk beside noise around 3. */
const walk = seriesOf(normalDraws(ROWS, 8), { d: 1, D: 0, season: 1 }, NONE);
const noise = normalDraws(ROWS, 9).map((value) => value + 3);
const values = Float32Array.from({ length: 2 * ROWS }, (_, i) => (i % 2 === 0 ? walk : noise)[Math.floor(i / 2)]!);
const train = [0, TRAIN] as const;

it('forecasts each channel by an order of its own: a walk stays where it is, noise is its mean', () => {
  const forecast = arima.fit({ values, train }, SHAPE)(350);
  expect(forecast).toHaveLength(2 * HORIZON);
  const mean = noise.subarray(0, TRAIN).reduce((sum, value) => sum + value, 0) / TRAIN;
  forecast.forEach((value, i) => expect(value).toBeCloseTo(i % 2 === 0 ? walk[349]! : mean, 1));
});

it('learns from train rows alone, and reads none from the origin on', () => {
  const [origin, changed] = [350, values.slice()];
  for (let row = origin; row < ROWS; row++) changed[2 * row] = changed[2 * row + 1] = 100;
  const expected = arima.fit({ values, train }, SHAPE)(origin);
  expect(arima.fit({ values: changed, train }, SHAPE)(origin)).toEqual(expected);
  const later = values.map((value, i) => (i >= 2 * TRAIN && i < 2 * (origin - 20) ? value + 50 : value));
  const [own, other] = [arima.fit({ values, train }, SHAPE), arima.fit({ values: later, train }, SHAPE)];
  expect(other(TRAIN)).toEqual(own(TRAIN));
});

it('fits as many train rows as it says it needs', () => {
  const rows = arima.trainRows(12);
  const forecast = arima.fit(
    { values, train: [0, rows] },
    { ...SHAPE, season: 12 },
  )(arima.lookback({ ...SHAPE, season: 12 }));
  expect([...forecast].every(Number.isFinite)).toBe(true);
});
