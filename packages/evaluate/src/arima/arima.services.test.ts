import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { type Coefficients, normalDraws, seriesOf } from '../../testing/arima-series';
import { chooseArima } from './choose-order';
import { filterOf, forecastFrom, residualsOf } from './filter';
import type { FittedArima } from './fit-arima';

/** @file Orders, coefficients and forecasts against statsmodels' SARIMAX, which fits by exact likelihood. */

const [ROWS, TRAIN, HORIZON] = [600, 420, 12];
const ORIGINS = [420, 431, 500, 600];
const NONE: Coefficients = { ar: [], ma: [], seasonalAr: [], seasonalMa: [] };

const SERIES = [
  { name: 'a stationary series around 5', d: 0, D: 0, season: 1, mean: 5, weights: { ...NONE, ar: [0.7], ma: [0.4] } },
  { name: 'a random walk with an average', d: 1, D: 0, season: 1, mean: 0, weights: { ...NONE, ma: [-0.4] } },
  { name: 'months', d: 0, D: 1, season: 12, mean: 20, weights: { ...NONE, ar: [0.6], seasonalMa: [-0.5] } },
];

interface Answer {
  readonly same: readonly (readonly number[])[];
  readonly fitted: readonly (readonly number[])[];
  readonly aicc: readonly number[];
}

function sarimax(series: Float64Array, { order, coefficients }: FittedArima): Answer {
  const small = [0, 1, 2].flatMap((p) => [0, 1].map((q) => ({ ...order, p, q })));
  const request = { series: [...series], train: TRAIN, order, coefficients, origins: ORIGINS, horizon: HORIZON };
  const python = process.env['TSDISTILL_PYTHON'] ?? 'python3';
  const input = JSON.stringify({ ...request, orders: small });
  return JSON.parse(
    execFileSync(python, [join(__dirname, '../../testing/sarimax.py')], { input, encoding: 'utf8' }),
  ) as Answer;
}

describe.each(SERIES)('$name', ({ d, D, season, mean, weights }) => {
  const series = seriesOf(normalDraws(ROWS, 17), { d, D, season }, weights).map((value) => value + mean);
  const fit = chooseArima(series.subarray(0, TRAIN), season);
  const filter = filterOf(fit.order, fit.coefficients);
  const residuals = residualsOf(series, filter);
  const own = ORIGINS.map((origin) => forecastFrom(filter, { series, residuals }, { origin, horizon: HORIZON }));
  let answer: Answer;
  beforeAll(() => {
    answer = sarimax(series, fit);
  });

  /** Root of the mean square, over all origins and steps. */
  const distance = (others: Answer['same']) => {
    const squares = own.flatMap((row, i) => [...row].map((value, h) => (value - others[i]![h]!) ** 2));
    return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
  };

  it('with the same coefficients forecasts the same from every origin', () => {
    own.forEach((row, i) => row.forEach((value, h) => expect(value).toBeCloseTo(answer.same[i]![h]!, 6)));
  });

  it('with coefficients by least squares comes within a twentieth of an error of those by exact likelihood', () => {
    expect(distance(answer.fitted)).toBeLessThan(0.05);
  });

  it('has an order whose exact corrected AIC is within 0.5 of the least of small orders', () => {
    expect(answer.aicc[0]).toBeLessThan(Math.min(...answer.aicc) + 0.5);
  });
});
