import { normalDraws, seriesOf } from '../../testing/arima-series';
import { filterOf, forecastFrom, residualsOf } from './filter';

/** Orders and coefficients of every kind; the series are made polynomial by polynomial, the filter multiplies them out. */
const CASES = [
  { name: 'AR(2)', d: 0, D: 0, season: 1, ar: [0.5, -0.3], ma: [], seasonalAr: [], seasonalMa: [] },
  { name: 'MA(2)', d: 0, D: 0, season: 1, ar: [], ma: [0.4, 0.2], seasonalAr: [], seasonalMa: [] },
  { name: 'ARIMA(1,1,1)', d: 1, D: 0, season: 1, ar: [0.6], ma: [-0.4], seasonalAr: [], seasonalMa: [] },
  { name: '(0,1,1)(0,1,1) of 4', d: 1, D: 1, season: 4, ar: [], ma: [-0.4], seasonalAr: [], seasonalMa: [-0.6] },
  {
    name: '(3,1,2)(1,1,1) of 6',
    ...{ d: 1, D: 1, season: 6, ar: [0.3, 0.2, -0.1], ma: [0.5, 0.1] },
    ...{ seasonalAr: [0.4], seasonalMa: [-0.5] },
  },
];
const [ROWS, ORIGIN, HORIZON] = [80, 60, 20];

describe.each(CASES)('$name', ({ d, D, season, ...weights }) => {
  const { ar, ma, seasonalAr, seasonalMa } = weights;
  const order = { p: ar.length, d, q: ma.length, P: seasonalAr.length, D, Q: seasonalMa.length, season };
  const constant = d + D === 0 ? [0] : [];
  const filter = filterOf(order, [...ar, ...ma, ...seasonalAr, ...seasonalMa, ...constant]);
  const draws = normalDraws(ROWS, 3);
  const reach = Math.max(0, ...filter.left.lags);
  /** Of zeros before the first row that the filter counts. */
  const errors = draws.map((value, t) => (t < reach ? 0 : value));

  it('finds the errors that a series is made of', () => {
    const found = residualsOf(seriesOf(errors, order, weights), filter);
    found.forEach((value, t) => expect(value).toBeCloseTo(errors[t]!, 9));
  });

  it('forecasts what comes when no more errors do, whatever stands behind the origin', () => {
    const quiet = seriesOf(
      errors.map((value, t) => (t < ORIGIN ? value : 0)),
      order,
      weights,
    );
    const series = seriesOf(errors, order, weights);
    const forecast = forecastFrom(
      filter,
      { series, residuals: residualsOf(series, filter) },
      { origin: ORIGIN, horizon: HORIZON },
    );
    expect(forecast).toHaveLength(HORIZON);
    forecast.forEach((value, h) => expect(value).toBeCloseTo(quiet[ORIGIN + h]!, 9));
  });
});

it('with a constant comes back to the mean c / (1 − φ)', () => {
  const filter = filterOf({ p: 1, d: 0, q: 0, P: 0, D: 0, Q: 0, season: 1 }, [0.5, 2]);
  const series = Float64Array.of(4, 4, 4, 12);
  const residuals = residualsOf(series, filter);
  expect([...residuals]).toEqual([0, 0, 0, 8]);
  expect([...forecastFrom(filter, { series, residuals }, { origin: 4, horizon: 3 })]).toEqual([8, 6, 5]);
});
