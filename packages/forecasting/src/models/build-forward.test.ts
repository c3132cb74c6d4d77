import { loadEngine } from '@tsdistill/engine';
import { DATA, forecastEagerly, largestDifference, LOOKBACK } from '../../testing/model-cases';
import { createForecaster } from './forecaster';
import { ModelConfig } from './model-config';

beforeAll(() => loadEngine());

describe('the wrapper around a core', () => {
  const rng = (i: number) => Math.sin(i * 12.9898) * 2;
  const past = Float32Array.from({ length: 2 * LOOKBACK * 3 }, (_, i) => rng(i));
  const run = (config: object, x: Float32Array, zero = false) => {
    const forecaster = createForecaster(
      ModelConfig.parse({ architecture: 'mlp', lookback: LOOKBACK, ...config }),
      DATA,
    );
    const initial = forecaster.initialise(7);
    const zeros = Object.fromEntries(
      Object.entries(initial).map(([name, { shape, values }]) => [
        name,
        { shape, values: new Float32Array(values.length) },
      ]),
    );
    return forecastEagerly(forecaster, zero ? zeros : initial, { past: x }, { batch: 2 });
  };

  it('with revin follows any rise and stretch of its input: f(a x + b) = a f(x) + b', () => {
    const moved = run(
      { normalisation: 'revin' },
      past.map((value) => 3 * value + 40),
    );
    const expected = run({ normalisation: 'revin' }, past).map((value) => 3 * value + 40);
    expect(largestDifference(moved, expected)).toBeLessThan(1e-3);
  });

  it.each([{ normalisation: 'mean' }, { residual: 'last' }])(
    'with %p follows any rise: f(x + b) = f(x) + b',
    (config) => {
      const moved = run(
        config,
        past.map((value) => value + 5),
      );
      expect(
        largestDifference(
          moved,
          run(config, past).map((value) => value + 5),
        ),
      ).toBeLessThan(1e-5);
    },
  );

  it('with a core that says 0 repeats the last value, or the last season', () => {
    const rowAt = (row: number) => (b: number, c: number) => past[(b * LOOKBACK + row) * 3 + c]!;
    const expected = (rowOf: (h: number) => number) =>
      Float32Array.from({ length: 2 * 4 * 3 }, (_, i) =>
        rowAt(rowOf(Math.floor(i / 3) % 4))(Math.floor(i / 12), i % 3),
      );
    expect(run({ residual: 'last' }, past, true)).toEqual(expected(() => LOOKBACK - 1));
    expect(run({ residual: 'seasonal' }, past, true)).toEqual(
      expected((h) => LOOKBACK - DATA.season + (h % DATA.season)),
    );
  });

  it('repeats a season shorter than the horizon', () => {
    const forecaster = createForecaster(
      ModelConfig.parse({ architecture: 'linear', lookback: 12, residual: 'seasonal' }),
      { ...DATA, season: 3 },
    );
    const zeros = Object.fromEntries(
      Object.entries(forecaster.initialise(0)).map(([name, { shape, values }]) => [
        name,
        { shape, values: new Float32Array(values.length) },
      ]),
    );
    const forecast = forecastEagerly(forecaster, zeros, { past }, { batch: 2 });
    expect([...forecast.subarray(9, 12)]).toEqual([...past.subarray(9 * 3, 10 * 3)]);
  });

  it('takes a season as long as the lookback, and refuses a longer one with both numbers', () => {
    const config = ModelConfig.parse({ architecture: 'linear', lookback: 12, residual: 'seasonal' });
    expect(createForecaster(config, { ...DATA, season: 12 }).horizon).toBe(DATA.horizon);
    expect(() =>
      createForecaster(ModelConfig.parse({ architecture: 'linear', lookback: 12, residual: 'seasonal' }), {
        ...DATA,
        season: 13,
      }),
    ).toThrow(/13 steps.*12 steps/);
  });
});
