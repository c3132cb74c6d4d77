import { normalDraws, seriesOf } from '../../testing/arima-series';
import { chooseArima } from './choose-order';
import { fitArima } from './fit-arima';

const NONE = { ar: [], ma: [], seasonalAr: [], seasonalMa: [] };
const ORDER = { p: 0, d: 0, q: 0, P: 0, D: 0, Q: 0, season: 1 };

it('has the corrected AIC of its formula: a mean and a variance of five numbers', () => {
  // Mean 3, squares 4 + 1 + 0 + 1 + 4; n ln(10 / 5) + 2 · 2 + 2 · 2 · 3 / (5 − 2 − 1).
  const { coefficients, aicc } = fitArima(Float64Array.of(1, 2, 3, 4, 5), ORDER, 0);
  expect(coefficients[0]).toBeCloseTo(3, 5);
  expect(aicc).toBeCloseTo(5 * Math.log(2) + 4 + 6, 8);
});

it('comes within four standard errors of the coefficients that made 4000 rows', () => {
  const weights = { ...NONE, ar: [0.6], ma: [0.3], seasonalMa: [-0.5] };
  const order = { ...ORDER, p: 1, q: 1, D: 1, Q: 1, season: 12 };
  const series = seriesOf(normalDraws(4000, 11), order, weights);
  const { coefficients } = fitArima(series, order, 30);
  // About √((1 − φ²)(1 + φθ)² / n) / |φ + θ| and √((1 − Θ²) / n) (Box & Jenkins 1970, section 7.2).
  [0.6, 0.3, -0.5].forEach((value, i) => expect(Math.abs(coefficients[i]! - value)).toBeLessThan(4 * 0.017));
});

it.each([
  ['that explodes', 1.05],
  ['that only just does', 1.001],
])('gives a series %s no criterion without differences', (_, ar) => {
  const series = seriesOf(normalDraws(400, 5), ORDER, { ...NONE, ar: [ar] });
  expect(
    fitArima(
      series.map((value) => value + 1),
      { ...ORDER, p: 1 },
      4,
    ).aicc,
  ).toBe(Infinity);
});

it.each([
  ['noise has no coefficient but its mean', ORDER, NONE, { p: 0, d: 0, q: 0 }],
  ['a random walk is a difference', { ...ORDER, d: 1 }, NONE, { p: 0, d: 1, q: 0 }],
  ['a moving average of two', ORDER, { ...NONE, ma: [0.6, 0.5] }, { p: 0, d: 0, q: 2 }],
  [
    'a seasonal random walk with an average',
    { ...ORDER, D: 1, season: 12 },
    { ...NONE, seasonalMa: [-0.6] },
    { d: 0, P: 0, D: 1, Q: 1 },
  ],
])('chooses orders: %s', (_, order, weights, expected) => {
  const series = seriesOf(normalDraws(1500, 29), order, weights);
  expect(chooseArima(series, order.season).order).toMatchObject(expected);
});
