import { PipelineError } from '@tsdistill/contracts';
import fc from 'fast-check';
import { type ChannelUnits, createErrorAccumulator, type ForecastWindow, type Scores } from './accumulate-errors';
import { METRICS, type Metrics } from './metrics';

/** Units of a scaler, and the numbers that make it, which the slow way reads. */
type Units = ChannelUnits & { readonly shift: readonly number[]; readonly scale: readonly number[] };

interface Case {
  readonly horizon: number;
  readonly channelCount: number;
  readonly windows: readonly ForecastWindow[];
  readonly units: Units;
}

function scoreAll({ windows, units, horizon, channelCount }: Case): Scores {
  const accumulator = createErrorAccumulator('model', { windowCount: windows.length, horizon, channelCount });
  for (const window of windows) accumulator.add(window, units);
  return accumulator.scores();
}

const unitsOf = (shift: number[], scale: number[], errors: number[]): Units => ({
  shift,
  scale,
  toRaw: (value, channel) => value * scale[channel]! + shift[channel]!,
  seasonalErrors: Float64Array.from(errors),
});

/** Eighths, exact in float32, so that sums are exact and tolerances can be tight. */
const value = fc.integer({ min: -400, max: 400 }).map((eighths) => eighths / 8);

const cases: fc.Arbitrary<Case> = fc
  .record({
    count: fc.integer({ min: 1, max: 4 }),
    horizon: fc.integer({ min: 1, max: 3 }),
    channelCount: fc.integer({ min: 1, max: 3 }),
  })
  .chain(({ count, horizon, channelCount }) => {
    const size = horizon * channelCount;
    const row = fc.array(value, { minLength: size, maxLength: size }).map((values) => Float32Array.from(values));
    const perChannel = (item: fc.Arbitrary<number>) =>
      fc.array(item, { minLength: channelCount, maxLength: channelCount });
    const bits = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: size, maxLength: size });
    return fc.record({
      horizon: fc.constant(horizon),
      channelCount: fc.constant(channelCount),
      windows: fc.array(fc.record({ forecast: row, truth: row, mask: bits.map((values) => Uint8Array.from(values)) }), {
        minLength: count,
        maxLength: count,
      }),
      units: fc
        .tuple(perChannel(value), perChannel(fc.constantFrom(0.5, 1, 2, 8)), perChannel(fc.constantFrom(0, 0.25, 1, 4)))
        .map(([shift, scale, errors]) => unitsOf(shift, scale, errors)),
    });
  })
  .filter(({ windows }) => windows.some(({ mask }) => mask.includes(1)));

interface Element {
  readonly window: number;
  readonly step: number;
  readonly channel: number;
  readonly forecast: number;
  readonly truth: number;
}

/** Every counted element in one list: the obvious way, which needs all forecasts in memory. */
function flatten({ windows, channelCount }: Case): Element[] {
  return windows.flatMap(({ forecast, truth, mask }, window) =>
    Array.from(forecast, (value, index) => ({
      window,
      step: Math.floor(index / channelCount),
      channel: index % channelCount,
      forecast: value,
      truth: truth[index]!,
      counts: mask === undefined || mask[index] === 1,
    })).filter(({ counts }) => counts),
  );
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) => (values.length === 0 ? null : sum(values) / values.length);
const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);

/** Two passes over all elements, from the definitions in the table of metrics.ts. */
function slowMetrics(elements: readonly Element[], { shift, scale, seasonalErrors }: Units): Metrics {
  const errors = elements.map(({ forecast, truth }) => forecast - truth);
  const raw = elements.map(({ forecast, truth, channel: c }) => ({
    forecast: forecast * scale[c]! + shift[c]!,
    truth: truth * scale[c]! + shift[c]!,
  }));
  const rawErrors = raw.map(({ forecast, truth }) => forecast - truth);
  const scaled = elements.flatMap(({ channel }, i) =>
    seasonalErrors[channel] === 0 ? [] : [Math.abs(rawErrors[i]!) / seasonalErrors[channel]!],
  );
  const level = (channel: number) => mean(elements.filter((e) => e.channel === channel).map((e) => e.truth))!;
  const spread = sum(elements.map(({ truth, channel }) => (truth - level(channel)) ** 2));
  const mse = mean(errors.map((e) => e * e));
  const rawMse = mean(rawErrors.map((e) => e * e));
  const unexplained = share(sum(errors.map((e) => e * e)), spread < 1e-9 ? 0 : spread);
  return {
    mse,
    mae: mean(errors.map(Math.abs)),
    rmse: mse === null ? null : Math.sqrt(mse),
    rawMse,
    rawMae: mean(rawErrors.map(Math.abs)),
    rawRmse: rawMse === null ? null : Math.sqrt(rawMse),
    wape: share(sum(rawErrors.map(Math.abs)), sum(raw.map(({ truth }) => Math.abs(truth)))),
    smape: mean(
      raw.map(({ forecast, truth }) =>
        forecast === 0 && truth === 0 ? 0 : (2 * Math.abs(forecast - truth)) / (Math.abs(forecast) + Math.abs(truth)),
      ),
    ),
    mase: mean(scaled),
    r2: unexplained === null ? null : 1 - unexplained,
  };
}

function expectClose(found: Metrics, expected: Metrics): void {
  for (const metric of METRICS) {
    if (expected[metric] === null) expect([metric, found[metric]]).toEqual([metric, null]);
    else expect(Math.abs(found[metric]! - expected[metric]!) / (1 + Math.abs(expected[metric]!))).toBeLessThan(1e-9);
  }
}

describe('createErrorAccumulator', () => {
  it('equals two passes over all elements, overall, by channel and by step, with any mask', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const { metrics } = scoreAll(given);
        const elements = flatten(given);
        expectClose(metrics.overall, slowMetrics(elements, given.units));
        metrics.perChannel.forEach((found, channel) =>
          expectClose(
            found,
            slowMetrics(
              elements.filter((e) => e.channel === channel),
              given.units,
            ),
          ),
        );
        metrics.perStep.forEach((found, step) =>
          expectClose(
            found,
            slowMetrics(
              elements.filter((e) => e.step === step),
              given.units,
            ),
          ),
        );
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  // numpy 2.4.6 and scikit-learn 1.9.1: mean_squared_error, mean_absolute_error, r2_score(multioutput='variance_weighted')
  // on [N·H, C]; wape, smape, mase by their formulas in numpy.
  it('equals numpy and scikit-learn on two windows, two steps, two channels', () => {
    const { metrics } = scoreAll({
      horizon: 2,
      channelCount: 2,
      windows: [
        { forecast: Float32Array.of(0.5, -1, 1.5, 0.25), truth: Float32Array.of(1, -0.5, 1, 0) },
        { forecast: Float32Array.of(-0.5, 2, 0, 1), truth: Float32Array.of(-1, 1.5, 0.5, 2) },
      ],
      units: unitsOf([10, -3], [2, 4], [1, 8]),
    });
    expectClose(metrics.overall, {
      ...{ mse: 0.3203125, mae: 0.53125, rmse: 0.565961571134 },
      ...{ rawMse: 3.625, rawMae: 1.625, rawRmse: 1.903943276466 },
      ...{ wape: 0.220338983051, smape: 0.368313542808, mase: 0.640625, r2: 0.630630630631 },
    });
    expectClose(metrics.perChannel[0]!, {
      ...{ mse: 0.25, mae: 0.5, rmse: 0.5, rawMse: 1, rawMae: 1, rawRmse: 1 },
      ...{ wape: 0.093023255814, smape: 0.09496041895, mase: 1, r2: 0.627906976744 },
    });
    expectClose(metrics.perStep[1]!, {
      ...{ mse: 0.390625, mae: 0.5625, rmse: 0.625, rawMse: 4.75, rawMae: 1.75, rawRmse: 2.17944947177 },
      ...{ wape: 0.225806451613, smape: 0.477142857143, mase: 0.65625, r2: 0.264705882353 },
    });
  });

  it('has the pooled mse and mae as the count-weighted mean of the losses of its windows', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const { metrics, losses } = scoreAll(given);
        for (const metric of ['mse', 'mae'] as const) {
          const { means, counts } = losses[metric];
          const weighed = sum(Array.from(means, (loss, window) => loss * counts[window]!)) / sum(Array.from(counts));
          expect(weighed).toBeCloseTo(metrics.overall[metric]!, 9);
        }
      }),
      { seed: 2 },
    );
  });

  it('scores a perfect forecast 0, with r2 = 1, and the mean of each channel with r2 = 0', () => {
    const rows = [Float32Array.of(1, 10, 3, 30), Float32Array.of(5, 20, 7, 60)];
    const units = unitsOf([0, 0], [1, 1], [1, 1]);
    const score = (forecast: (row: Float32Array) => Float32Array) =>
      scoreAll({
        horizon: 2,
        channelCount: 2,
        units,
        windows: rows.map((truth) => ({ truth, forecast: forecast(truth) })),
      }).metrics.overall;
    expectClose(
      score((row) => row),
      {
        ...{ mse: 0, mae: 0, rmse: 0, rawMse: 0, rawMae: 0, rawRmse: 0, wape: 0, smape: 0, mase: 0, r2: 1 },
      },
    );
    expect(score(() => Float32Array.of(4, 30, 4, 30)).r2).toBeCloseTo(0, 12);
  });

  it('never looks at masked values, not even NaN', () => {
    const windows = [{ forecast: Float32Array.of(1, NaN), truth: Float32Array.of(3, NaN), mask: Uint8Array.of(1, 0) }];
    const { metrics } = scoreAll({ horizon: 1, channelCount: 2, windows, units: unitsOf([0, 0], [1, 1], [1, 1]) });
    expect(metrics.overall).toMatchObject({ mse: 4, mae: 2 });
    expect(metrics.perChannel[1]).toEqual(Object.fromEntries(METRICS.map((metric) => [metric, null])));
  });

  it('counts 0/0 in smape as 0, and has no wape, mase or r2 where their denominators are 0', () => {
    const windows = [{ forecast: Float32Array.of(0, 1), truth: Float32Array.of(0, 0) }];
    const { metrics } = scoreAll({ horizon: 2, channelCount: 1, windows, units: unitsOf([0], [1], [0]) });
    expect(metrics.overall).toMatchObject({ smape: 1, wape: null, mase: null, r2: null });
  });

  it('keeps the digits of r2 when the truth is far from 0', () => {
    const steps = [0, 1, 2, 3];
    const truth = Float32Array.from(steps, (step) => 1e6 + step);
    const windows = [{ truth, forecast: truth.map((y) => y + 0.5) }];
    const { metrics } = scoreAll({ horizon: 4, channelCount: 1, windows, units: unitsOf([0], [1], [1]) });
    expect(metrics.overall.r2).toBeCloseTo(1 - 1 / 5, 12);
  });

  it('names the first bad forecast or truth, by window, step and channel', () => {
    const add = (forecast: number[], truth: number[]) => () => {
      const accumulator = createErrorAccumulator('mlp', { windowCount: 2, horizon: 2, channelCount: 2 });
      const units = unitsOf([0, 0], [1, 1], [1, 1]);
      accumulator.add({ forecast: new Float32Array(4), truth: new Float32Array(4) }, units);
      accumulator.add({ forecast: Float32Array.from(forecast), truth: Float32Array.from(truth) }, units);
    };
    expect(add([0, 0, 0, Infinity], [0, 0, 0, 0])).toThrow(
      new PipelineError('FORECAST_NOT_FINITE', { model: 'mlp', window: 1, step: 1, channel: 1, value: Infinity }),
    );
    expect(add([0, 0, 0, 0], [0, 0, NaN, 0])).toThrow(
      new PipelineError('TRUTH_NOT_FINITE', { window: 1, step: 1, channel: 0, value: NaN }),
    );
    expect(add([0], [0, 0, 0, 0])).toThrow('The forecast of mlp is NaN at scored window 1, step 0, channel 1');
  });

  it('refuses missing windows, and windows without one counted value', () => {
    const one = createErrorAccumulator('mlp', { windowCount: 1, horizon: 1, channelCount: 1 });
    expect(() => one.scores()).toThrow(new PipelineError('WINDOWS_DIFFER', { model: 'mlp', found: 0, expected: 1 }));
    one.add(
      { forecast: Float32Array.of(1), truth: Float32Array.of(1), mask: Uint8Array.of(0) },
      unitsOf([0], [1], [1]),
    );
    expect(() => one.scores()).toThrow(new PipelineError('NOTHING_TO_EVALUATE', { windowCount: 1 }));
  });
});
