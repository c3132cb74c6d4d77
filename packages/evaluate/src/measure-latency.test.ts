import type * as Engine from '@tsdistill/engine';
import { loadEngine } from '@tsdistill/engine';
import { createForecaster, describeForecaster, ModelConfig } from '@tsdistill/forecasting';
import { measureLatency } from './measure-latency';

const DATA = {
  channels: { target: ['a', 'b'], past: [], known: ['hour'], static: [] },
  horizon: 4,
  season: 6,
};

/** What a call of each model takes, by its lookback, on a clock that only calls move. */
let elapsedMs = 0;
jest.mock('@tsdistill/engine', () => {
  const engine = jest.requireActual<typeof Engine>('@tsdistill/engine');
  const compileInference: typeof engine.compileInference = (plan) => {
    const predictor = engine.compileInference(plan);
    const run: typeof predictor.run = (inputs, batch) => {
      elapsedMs += inputs['past']!.length / (2 * batch);
      return predictor.run(inputs, batch);
    };
    return { ...predictor, run };
  };
  return { ...engine, compileInference };
});

beforeAll(() => loadEngine());
afterEach(() => jest.restoreAllMocks());

function modelOf(config: object) {
  const forecaster = createForecaster(ModelConfig.parse({ lookback: 8, ...config }), DATA);
  const scaler = { kind: 'none', scope: 'global', shift: [[0]], scale: [[1]] };
  const description = { ...describeForecaster(forecaster, DATA.season), scaler };
  return { description, parameters: forecaster.initialise(0) } as never;
}

/** A clock under which the calls take `times` ms, one after the other. */
function clockOf(times: readonly number[]): void {
  let now = 0;
  // Looked at once for the end, and then for every call: is there time left, start, stop.
  const looks = times.flatMap((time) => [0, 0, time]);
  const steps = [0, ...looks][Symbol.iterator]();
  jest.spyOn(performance, 'now').mockImplementation(() => (now += steps.next().value ?? 0));
}

it('gives the middle and the 95th percentile of 200 calls, whatever order they came in', () => {
  // 1 … 200 hundredths of a ms, shuffled by a step that has no divisor in common with 200: the quantiles are known.
  clockOf(Array.from({ length: 200 }, (_, i) => (1 + ((i * 77) % 200)) / 100));
  const [latency] = measureLatency([modelOf({ architecture: 'linear' })], [1]);
  expect(latency).toMatchObject({ batch: 1, callCount: 200 });
  expect(latency!.p50Ms).toBeCloseTo(1.005, 6);
  // Between the sorted times 189 and 190 (from 0), as numpy.quantile(times, .95) does: 199 · .95 = 189.05.
  expect(latency!.p95Ms).toBeCloseTo(1.9005, 6);
});

it('times a slow model over fewer calls', () => {
  clockOf(Array<number>(200).fill(300));
  const [latency] = measureLatency([modelOf({ architecture: 'linear' })], [1]);
  // 7 · 300 ms is the first sum of at least 2 s.
  expect(latency).toMatchObject({ callCount: 7, p50Ms: 300 });
});

it('runs any model at every batch size asked for', () => {
  const model = modelOf({ architecture: 'lstm', known: ['hour'], options: { units: 2 } });
  const latencies = measureLatency([model], [1, 3]);
  expect(latencies.map(({ batch }) => batch)).toEqual([1, 3]);
  for (const { p50Ms, p95Ms } of latencies) {
    expect(p50Ms).toBeGreaterThan(0);
    expect(p95Ms).toBeGreaterThanOrEqual(p50Ms);
  }
});

it('asks several models one after the other in each call: their times add up', () => {
  const models = [5, 8, 13].map((lookback) => modelOf({ architecture: 'linear', lookback }));
  jest.spyOn(performance, 'now').mockImplementation(() => elapsedMs);
  const p50 = (given: typeof models) => measureLatency(given, [2]).map(({ p50Ms }) => p50Ms);
  expect(models.map((model) => p50([model]))).toEqual([[5], [8], [13]]);
  expect(p50(models)).toEqual([26]);
});
