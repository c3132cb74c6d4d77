import type { ParameterValues } from '@tsdistill/contracts';
import { compileInference, loadEngine } from '@tsdistill/engine';
import { createForecaster } from './forecaster';
import { ModelConfig } from './model-config';

/** @file Every model against plain arithmetic on numbers, written from the papers' formulas, one window and one channel at a time. */

const [LOOKBACK, HORIZON, CHANNELS, SEASON] = [8, 5, 3, 4];
const DATA = {
  channels: { target: ['a', 'b', 'c'], past: ['rain', 'wind'], known: ['phase', 'hour'], static: ['size', 'age'] },
  horizon: HORIZON,
  season: SEASON,
};

type Vector = readonly number[];
type Matrix = readonly Vector[];

const range = (count: number) => Array.from({ length: count }, (_, i) => i);
const sum = (values: Vector) => values.reduce((total, value) => total + value, 0);
const mean = (values: Vector) => sum(values) / values.length;
const add = (a: Vector, b: Vector) => a.map((value, i) => value + b[i]!);
const dot = (a: Vector, b: Vector) => sum(a.map((value, i) => value * b[i]!));
const column = (matrix: Matrix, at: number) => matrix.map((row) => row[at]!);

/** Two windows of rows [L][C], each channel with its own level. */
const windows = range(2).map((b) =>
  range(LOOKBACK).map((t) => range(CHANNELS).map((c) => Math.sin(3 * b + t * t + 2 * c) * (c + 1) + 4 * c)),
);

beforeAll(() => loadEngine());

interface Inputs {
  readonly covariates?: Float32Array;
  readonly static?: Float32Array;
  readonly known?: Float32Array;
  readonly phase?: Float32Array;
  readonly past?: Vector;
}

/** A model with every parameter off its start value, and its forecasts [2][H][C] from the compiled graph. */
function forecast(settings: object, { past = windows.flat(2), ...others }: Inputs = {}) {
  const config = ModelConfig.parse({ lookback: LOOKBACK, ...settings });
  const forecaster = createForecaster(config, DATA);
  const initial = Object.entries(forecaster.initialise(1));
  const parameters = Object.fromEntries(
    initial.map(([name, { shape, values }], k) => [
      name,
      { shape, values: values.map((v, i) => v + 0.2 * Math.sin(7 * k + i)) },
    ]),
  );
  const predictor = compileInference({ ...forecaster, parameters });
  const inputs = { past: Float32Array.from(past), ...others };
  const flat = predictor.run(inputs, 2)['forecast']!;
  predictor.dispose();
  const rows = range(2).map((b) =>
    range(HORIZON).map((h) => range(CHANNELS).map((c) => flat[(b * HORIZON + h) * CHANNELS + c]!)),
  );
  return { rows, parameters };
}

function expectClose(found: readonly Matrix[], expected: (window: Matrix, b: number) => Matrix): void {
  windows.forEach((window, b) =>
    expected(window, b).forEach((row, h) => row.forEach((value, c) => expect(found[b]![h]![c]).toBeCloseTo(value, 4))),
  );
}

/** Σ x · kernel + bias: [inputs] → [outputs]. */
function dense(x: Vector, parameters: ParameterValues, name: string): Vector {
  const bias = [...parameters[`${name}.bias`]!.values];
  const { values } = parameters[`${name}.kernel`]!;
  return bias.map((start, out) => start + sum(x.map((value, i) => value * values[i * bias.length + out]!)));
}

/** Covariates of both windows: [2][L][2], [2][L + H][2], [2][2], and as inputs. */
const wave = (seed: number) => (i: number) => Math.sin(seed + 1.3 * i) + 0.3 * i * (i % 2);
const COVARIATES = {
  past: range(2).map((b) => range(LOOKBACK).map((t) => range(2).map((c) => wave(b + c)(t)))),
  known: range(2).map((b) => range(LOOKBACK + HORIZON).map((t) => range(2).map((c) => wave(3 + b + 2 * c)(t)))),
  static: [
    [0.7, -1.2],
    [-0.4, 2.1],
  ],
};
const READ = { past: ['rain', 'wind'], known: ['hour', 'phase'], static: ['size', 'age'] };
const FED = {
  covariates: Float32Array.from(COVARIATES.past.flat(2)),
  known: Float32Array.from(COVARIATES.known.flat(2)),
  static: Float32Array.from(COVARIATES.static.flat()),
};

/** All that is known of each step of the lookback of window `b`. */
const stepsOf = (window: Matrix, b: number): Matrix =>
  window.map((row, t) => [...row, ...COVARIATES.past[b]![t]!, ...COVARIATES.known[b]![t]!, ...COVARIATES.static[b]!]);

const channelsFirst = (window: Matrix) => range(CHANNELS).map((c) => column(window, c));
const stepsFirst = (channels: Matrix) => range(HORIZON).map((h) => column(channels, h));

describe('normalisation and residual around a linear map', () => {
  const settings = ['none', 'mean', 'revin'].flatMap((normalisation) =>
    ['none', 'last', 'seasonal'].flatMap((residual) =>
      [false, true].map((affine) => ({ normalisation, residual, affine })),
    ),
  );

  it.each(settings)('%p', ({ normalisation, residual, affine }) => {
    const { rows, parameters } = forecast({ architecture: 'linear', normalisation, residual, affine });
    expectClose(rows, (window) =>
      stepsFirst(
        channelsFirst(window).map((x, c) => {
          const middle = normalisation === 'none' ? 0 : mean(x);
          const anchor = residual === 'last' ? x.at(-1)! : middle;
          const variance = mean(x.map((value) => (value - mean(x)) ** 2));
          const spread = normalisation === 'revin' ? Math.sqrt(variance + 1e-5) : 1;
          const [gain, shift] = ['gain', 'shift'].map((name) => parameters[`affine.${name}`]?.values[c]);
          const seen = x.map((value) => ((value - anchor) / spread) * (gain ?? 1) + (shift ?? 0));
          return dense(seen, parameters, 'map').map((value, h) => {
            const base = residual === 'seasonal' ? x[LOOKBACK - SEASON + (h % SEASON)]! : anchor;
            return ((value - (shift ?? 0)) / (gain ?? 1)) * spread + base;
          });
        }),
      ),
    );
  });
});

/** Trend of a channel by a centred mean of five, edges repeated. */
function trendOf(x: Vector): Vector {
  return x.map((_, t) => mean(range(5).map((k) => x[Math.min(LOOKBACK - 1, Math.max(0, t + k - 2))]!)));
}

it('linear with decomposition maps trend and remainder of each channel apart', () => {
  const { rows, parameters } = forecast({ architecture: 'linear', options: { decomposition: 5 } });
  expectClose(rows, (window) =>
    stepsFirst(
      channelsFirst(window).map((x) => {
        const trend = trendOf(x);
        const remainder = x.map((value, t) => value - trend[t]!);
        return add(dense(remainder, parameters, 'map'), dense(trend, parameters, 'trend'));
      }),
    ),
  );
});

describe.each([0, 5])('mlp, decomposition %i', (kernel) => {
  it.each([
    { batchNorm: true, affine: false },
    { batchNorm: false, affine: true },
    { batchNorm: true, affine: true },
  ])(
    'has a hidden layer with ReLU, and where asked for batch normalisation of the features or a gain for the history of each channel: %p',
    (given) => {
      const { batchNorm, affine } = given;
      const options = { hidden: 6, dropout: 0.5, batchNorm, decomposition: kernel };
      const { rows, parameters } = forecast({ architecture: 'mlp', options, affine });
      const of = (name: string, c: number, otherwise: number) => parameters[name]?.values[c] ?? otherwise;
      const normalised = (value: number, c: number, name: string) => {
        if (!batchNorm) return value;
        const [mean, variance] = [of(`${name}.mean`, c, NaN), of(`${name}.variance`, c, NaN)];
        const [gain, shift] = [of(`${name}.gain`, c, NaN), of(`${name}.shift`, c, NaN)];
        return (gain * (value - mean)) / Math.sqrt(variance + 1e-5) + shift;
      };
      const branch = (x: Vector, c: number, name: string) => {
        const hidden = dense(x, parameters, `${name}.in`).map((value) => Math.max(0, normalised(value, c, name)));
        return dense(hidden, parameters, `${name}.out`);
      };
      const core = (x: Vector, c: number) => {
        if (kernel === 0) return branch(x, c, 'map');
        const trend = trendOf(x);
        const remainder = x.map((value, t) => value - trend[t]!);
        return add(branch(remainder, c, 'map'), branch(trend, c, 'trend'));
      };
      expectClose(rows, (window) =>
        stepsFirst(
          channelsFirst(window).map((x, c) => {
            const [gain, shift] = [of('affine.gain', c, 1), of('affine.shift', c, 0)];
            const seen = x.map((value) => value * gain + shift);
            return core(seen, c).map((value) => (value - shift) / gain);
          }),
        ),
      );
    },
  );
});

// Lookback and horizon hold less than a cycle, just one, several, and a cycle that divides the lookback.
describe.each([2, 4, 5, 13, 17])('cyclenet with a cycle of %i', (period) => {
  it.each([
    ['linear', 0],
    ['with a hidden layer', 6],
  ])('forecasts what its cycle leaves of the normalised window, %s', (_, hidden) => {
    const phases = [1, period - 1];
    const { rows, parameters } = forecast(
      { architecture: 'cyclenet', normalisation: 'revin', options: { period, hidden } },
      { phase: Float32Array.from(phases) },
    );
    const map = (x: Vector) => {
      if (hidden === 0) return dense(x, parameters, 'map');
      const features = dense(x, parameters, 'in').map((value) => Math.max(0, value));
      return dense(features, parameters, 'out');
    };
    expectClose(rows, (window, b) =>
      stepsFirst(
        channelsFirst(window).map((x, c) => {
          const spread = Math.sqrt(mean(x.map((value) => (value - mean(x)) ** 2)) + 1e-5);
          // `step` 0 is the first target row, whose place in the cycle is the phase.
          const cycleAt = (step: number) => {
            let place = phases[b]! + step;
            while (place < 0) place += period;
            return parameters['cycle']!.values[(place % period) * CHANNELS + c]!;
          };
          const remainder = x.map((value, t) => (value - mean(x)) / spread - cycleAt(t - LOOKBACK));
          return map(remainder).map((value, h) => (value + cycleAt(h)) * spread + mean(x));
        }),
      ),
    );
  });
});

// The lookback of 8 and the horizon of 5 hold several periods, one, or parts of them; even and odd ones.
describe.each([2, 3, 4, 5, 8])('sparse-tsf with a period of %i', (period) => {
  it.each([
    ['linear', 0],
    ['with a hidden layer', 3],
  ])('convolves the newest whole periods, then maps each phase over them, %s', (_, hidden) => {
    const settings = { architecture: 'sparse-tsf', normalisation: 'mean', options: { period, hidden } };
    const { rows, parameters } = forecast(settings);
    const [inputCount, outputCount] = [Math.floor(LOOKBACK / period), Math.ceil(HORIZON / period)];
    const taps = [...parameters['convolution.kernel']!.values];
    expect(taps).toHaveLength(1 + 2 * Math.floor(period / 2));
    const smooth = (x: Vector) =>
      x.map((value, t) => value + sum(taps.map((tap, k) => tap * (x[t + k - (taps.length - 1) / 2] ?? 0))));
    const map = (x: Vector) => {
      if (hidden > 0)
        return dense(
          dense(x, parameters, 'in').map((value) => Math.max(0, value)),
          parameters,
          'out',
        );
      const { values } = parameters['map.kernel']!;
      return range(outputCount).map((out) =>
        dot(
          x,
          range(inputCount).map((n) => values[n * outputCount + out]!),
        ),
      );
    };
    expectClose(rows, (window) =>
      stepsFirst(
        channelsFirst(window).map((x) => {
          const smoothed = smooth(x.slice(LOOKBACK - inputCount * period).map((value) => value - mean(x)));
          const phases = range(period).map((q) => map(range(inputCount).map((n) => smoothed[n * period + q]!)));
          return range(HORIZON).map((h) => phases[h % period]![Math.floor(h / period)]! + mean(x));
        }),
      ),
    );
  });
});

/** One step of a gated recurrent unit (Cho et al. 2014), the reset gate before the product. */
function gruStep(x: Vector, hidden: Vector, parameters: ParameterValues, name = 'cell'): Vector {
  const [kernel, bias] = [parameters[`${name}.kernel`]!.values, parameters[`${name}.bias`]!.values];
  const weigh = (state: Vector, gate: number) =>
    hidden.map((_, unit) => {
      const column = gate * hidden.length + unit;
      return bias[column]! + sum([...x, ...state].map((value, i) => value * kernel[i * bias.length + column]!));
    });
  const sigmoid = (values: Vector) => values.map((value) => 1 / (1 + Math.exp(-value)));
  const [reset, update] = [sigmoid(weigh(hidden, 0)), sigmoid(weigh(hidden, 1))];
  const candidate = weigh(
    hidden.map((value, i) => value * reset[i]!),
    2,
  ).map(Math.tanh);
  return hidden.map((value, i) => update[i]! * value + (1 - update[i]!) * candidate[i]!);
}

// Of the lookback of 8 the oldest steps are left over, or none; the horizon of 5 is cut from whole segments, or is one.
it.each([1, 2, 3, 5, 8])(
  'seg-rnn reads segments of %i and decodes each of the horizon from the last state',
  (segment) => {
    const width = 4;
    const settings = { architecture: 'seg-rnn', residual: 'last', options: { segment, width, dropout: 0.5 } };
    const { rows, parameters } = forecast(settings);
    const [inputCount, outputCount] = [Math.floor(LOOKBACK / segment), Math.ceil(HORIZON / segment)];
    const half = (name: string, at: number) =>
      [...parameters[`${name}.embedding`]!.values].slice((at * width) / 2, ((at + 1) * width) / 2);
    expectClose(rows, (window) =>
      stepsFirst(
        channelsFirst(window).map((x, c) => {
          const centred = x.slice(LOOKBACK - inputCount * segment).map((value) => value - x.at(-1)!);
          const state = range(inputCount).reduce<Vector>(
            (hidden, n) => {
              const embedded = dense(centred.slice(n * segment, (n + 1) * segment), parameters, 'embed');
              return gruStep(
                embedded.map((value) => Math.max(0, value)),
                hidden,
                parameters,
              );
            },
            range(width).map(() => 0),
          );
          const segments = range(outputCount).flatMap((m) =>
            dense(gruStep([...half('position', m), ...half('channel', c)], state, parameters), parameters, 'head'),
          );
          return segments.slice(0, HORIZON).map((value) => value + x.at(-1)!);
        }),
      ),
    );
  },
);

/** Φ(x) as the integral of its density from 0, by Simpson's rule. */
function gaussianBelow(x: number): number {
  const steps = 400;
  const density = (t: number) => Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI);
  const weights = range(steps + 1).map((i) => (i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2));
  return 0.5 + (x / steps / 3) * sum(weights.map((weight, i) => weight * density((x * i) / steps)));
}

it.each([
  ['channels', {}],
  ['channels and covariates', READ],
])(
  'itransformer attends between %s over heads, normalises after each sum, with gelu',
  (_, reads: Partial<typeof READ>) => {
    const [width, heads] = [6, 2];
    const options = { width, heads, layers: 2, feedForward: 5, dropout: 0.5 };
    const { rows, parameters } = forecast({ architecture: 'itransformer', options, ...reads }, reads.known ? FED : {});
    const norm = (x: Vector, name: string) => {
      const variance = mean(x.map((value) => (value - mean(x)) ** 2));
      const [gain, shift] = ['gain', 'shift'].map((role) => parameters[`${name}.${role}`]!.values);
      return x.map((value, i) => ((value - mean(x)) / Math.sqrt(variance + 1e-5)) * gain![i]! + shift![i]!);
    };
    const attend = (tokens: Matrix, name: string) => {
      const [queries, keys, values] = ['query', 'key', 'value'].map((role) =>
        tokens.map((token) => dense(token, parameters, `${name}.${role}`)),
      );
      const size = width / heads;
      const part = (x: Vector, head: number) => x.slice(head * size, (head + 1) * size);
      return tokens.map((_, c) => {
        const mixed = range(heads).flatMap((head) => {
          const scores = keys!.map((key) => Math.exp(dot(part(queries![c]!, head), part(key, head)) / Math.sqrt(size)));
          return range(size).map((i) => dot(scores, column(values!, head * size + i)) / sum(scores));
        });
        return dense(mixed, parameters, `${name}.merge`);
      });
    };
    expectClose(rows, (window, b) => {
      const series = (matrix: Matrix) => range(matrix[0]!.length).map((c) => column(matrix, c));
      const beside = reads.known
        ? [
            ...series(COVARIATES.past[b]!).map((x) => dense(x, parameters, 'embed')),
            ...series(COVARIATES.known[b]!).map((x) => dense(x, parameters, 'embedKnown')),
            dense(COVARIATES.static[b]!, parameters, 'embedStatic'),
          ]
        : [];
      let tokens = [...channelsFirst(window).map((x) => dense(x, parameters, 'embed')), ...beside];
      for (const name of ['layer0', 'layer1']) {
        const attended = attend(tokens, name);
        tokens = tokens.map((token, c) => {
          const middle = norm(add(token, attended[c]!), `${name}.norm1`);
          const wide = dense(middle, parameters, `${name}.wide`).map((value) => value * gaussianBelow(value));
          return norm(add(middle, dense(wide, parameters, `${name}.narrow`)), `${name}.norm2`);
        });
      }
      return stepsFirst(tokens.slice(0, CHANNELS).map((token) => dense(norm(token, 'norm'), parameters, 'head')));
    });
  },
);

/** Elman 1990: h = tanh(x · W + h' · U + b). */
function elmanStep(x: Vector, hidden: Vector, parameters: ParameterValues, name: string): Vector {
  return dense([...x, ...hidden], parameters, name).map(Math.tanh);
}

// The states of a layer are what the layer on it reads; the last state of the last one is mapped to the horizon.
describe.each([
  ['rnn', elmanStep],
  ['gru', gruStep],
] as const)('%s', (architecture, step) => {
  it.each([1, 2, 3])('of %i layers reads targets and covariates step by step, and known channels ahead', (layers) => {
    const units = 4;
    const { rows, parameters } = forecast({ architecture, ...READ, options: { units, layers, dropout: 0.5 } }, FED);
    expectClose(rows, (window, b) => {
      const names = range(layers).map((layer) => (layer === 0 ? 'cell' : `cell${layer + 1}`));
      const top = names.reduce<Matrix>(
        (sequence, name) => {
          let hidden: Vector = range(units).map(() => 0);
          return sequence.map((x) => (hidden = step(x, hidden, parameters, name)));
        },
        stepsOf(window, b),
      );
      const flat = dense(top.at(-1)!, parameters, 'head');
      const { values } = parameters['ahead.kernel']!;
      return range(HORIZON).map((h) =>
        range(CHANNELS).map((c) => {
          const known = COVARIATES.known[b]![LOOKBACK + h]!;
          return flat[h * CHANNELS + c]! + sum(known.map((value, k) => value * values[k * CHANNELS + c]!));
        }),
      );
    });
  });
});

it('mlp reads all covariates of a window beside the history of each channel', () => {
  const { rows, parameters } = forecast({ architecture: 'mlp', ...READ, options: { hidden: 5 } }, FED);
  expectClose(rows, (window, b) => {
    const beside = [...COVARIATES.past[b]!.flat(), ...COVARIATES.known[b]!.flat(), ...COVARIATES.static[b]!];
    const { values } = parameters['covariates.kernel']!;
    return stepsFirst(
      channelsFirst(window).map((x) => {
        const features = dense(x, parameters, 'map.in').map(
          (value, unit) => value + sum(beside.map((other, i) => other * values[i * 5 + unit]!)),
        );
        return dense(
          features.map((value) => Math.max(0, value)),
          parameters,
          'map.out',
        );
      }),
    );
  });
});

describe.each(['lstm', 'gru'])('%s', (architecture) => {
  const steps = LOOKBACK + HORIZON;
  const settings = { architecture, known: ['hour', 'phase'], options: { units: 4, dropout: 0.5 } };
  const past = windows.flat(2);
  const known = Float32Array.from({ length: 2 * steps * 2 }, (_, i) => Math.sin(i));
  const firstOf = (inputs: object) => forecast(settings, { known, past, ...inputs }).rows[0]!.flat();
  const differ = (a: Vector, b: Vector) => a.some((value, i) => Math.abs(value - b[i]!) > 1e-6);

  it('reads the known channels of every step of lookback and horizon', () => {
    const before = firstOf({});
    const isRead = (row: number) =>
      differ(firstOf({ known: known.map((value, i) => (i === row * 2 ? value + 1 : value)) }), before);
    expect(range(steps).filter(isRead)).toEqual(range(steps));
  });

  it('reads every step and channel of the past', () => {
    const before = firstOf({});
    const isRead = (at: number) =>
      differ(firstOf({ past: past.map((value, i) => (i === at ? value + 1 : value)) }), before);
    expect(range(LOOKBACK * CHANNELS).filter(isRead)).toEqual(range(LOOKBACK * CHANNELS));
  });
});
