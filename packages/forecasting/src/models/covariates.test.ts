import { compileInference, loadEngine } from '@tsdistill/engine';
import {
  ALL,
  DATA,
  forecastEagerly,
  forecasterOf,
  inputsOf,
  largestDifference,
  LOOKBACK,
} from '../../testing/model-cases';
import { createForecaster } from './forecaster';
import { ModelConfig } from './model-config';

beforeAll(() => loadEngine());

const READERS = ['mlp', 'tide', 'rnn', 'lstm', 'gru', 'cnn', 'transformer', 'itransformer'] as const;

describe('covariates', () => {
  it.each(['linear', 'sparse-tsf', 'cyclenet', 'seg-rnn', 'patch-tst'])(
    'are refused by %s, which names those that read them',
    (architecture) => {
      const options =
        {
          'sparse-tsf': { period: 4 },
          cyclenet: { period: 4 },
          'seg-rnn': { segment: 4 },
          'patch-tst': { patch: 4, stride: 2 },
        }[architecture] ?? {};
      const { error } = ModelConfig.safeParse({
        architecture,
        lookback: LOOKBACK,
        options,
        past: ['rain'],
        static: ['size'],
      });
      expect(error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual([
        `past: "${architecture}" reads no past channels; ${READERS.join(', ')} do`,
        `static: "${architecture}" reads no static channels; ${READERS.join(', ')} do`,
      ]);
    },
  );

  it('are refused where a name stands twice', () => {
    const { error } = ModelConfig.safeParse({ architecture: 'mlp', lookback: 4, past: ['rain', 'rain'] });
    expect(error?.issues.map(({ path, message }) => [path, message])).toEqual([
      [['past'], 'a name stands in it twice'],
    ]);
  });

  describe.each(READERS)('of %s', (architecture) => {
    const forecaster = forecasterOf(architecture, ALL);
    const SIZES = { covariates: LOOKBACK * 2, known: (LOOKBACK + DATA.horizon) * 2, static: 2 };

    it('each moves the forecast of its own window and of no other', () => {
      const [parameters, inputs] = [forecaster.initialise(8), inputsOf(forecaster, 2)];
      const predictor = compileInference({ parameters, inputs: forecaster.inputs, forward: forecaster.forward });
      const run = (changed = {}) => predictor.run({ ...inputs, ...changed }, 2)['forecast']!.slice();
      const plain = run();
      const half = plain.length / 2;
      const still = Object.entries(SIZES).flatMap(([name, size]) =>
        Array.from({ length: size }, (_, place) => {
          const changed = inputs[name]!.slice();
          changed[place]! += 3;
          const forecast = run({ [name]: changed });
          expect(largestDifference(forecast.subarray(half), plain.subarray(half))).toBeLessThan(1e-6);
          return largestDifference(forecast.subarray(0, half), plain.subarray(0, half)) > 1e-6 ? [] : [name, place];
        }).filter((where) => where.length > 0),
      );
      predictor.dispose();
      expect(still).toEqual([]);
    });
  });

  // A known value of one step ahead has no other way into these forecasts than the map of that step.
  it.each(['rnn', 'lstm', 'gru', 'cnn', 'transformer'])(
    'known ahead add their share to their own step of %s alone',
    (architecture) => {
      const config = ModelConfig.parse({
        architecture,
        lookback: LOOKBACK,
        known: ['hour', 'phase'],
        options: { [architecture === 'cnn' || architecture === 'transformer' ? 'width' : 'units']: 4 },
      });
      const forecaster = createForecaster(config, DATA);
      const [parameters, inputs] = [forecaster.initialise(9), inputsOf(forecaster, 1)];
      const before = forecastEagerly(forecaster, parameters, inputs, { batch: 1 });
      const known = inputs['known']!.slice();
      const [step, channel, by] = [2, 1, 0.5];
      known[(LOOKBACK + step) * 2 + channel]! += by;
      const after = forecastEagerly(forecaster, parameters, { ...inputs, known }, { batch: 1 });
      const kernel = parameters['ahead.kernel']!.values;
      after.forEach((value, i) => {
        const share = Math.floor(i / 3) === step ? by * kernel[channel * 3 + (i % 3)]! : 0;
        expect(value - before[i]!).toBeCloseTo(share, 5);
      });
    },
  );

  // The same number beside every step and channel is one more summand of each hidden unit.
  it('of the mlp are one more product in the first layer, the same for every channel', () => {
    const config = ModelConfig.parse({
      architecture: 'mlp',
      lookback: LOOKBACK,
      static: ['size'],
      options: { hidden: 6 },
    });
    const forecaster = createForecaster(config, DATA);
    const parameters = forecaster.initialise(10);
    const bias = parameters['map.in.bias']!;
    const [past, size] = [inputsOf(forecaster, 1)['past']!, 1.7];
    const shifted = {
      ...parameters,
      'map.in.bias': {
        ...bias,
        values: bias.values.map((value, i) => value + size * parameters['covariates.kernel']!.values[i]!),
      },
    };
    const withStatic = forecastEagerly(forecaster, parameters, { past, static: Float32Array.of(size) }, { batch: 1 });
    const without = forecastEagerly(forecaster, shifted, { past, static: Float32Array.of(0) }, { batch: 1 });
    expect(largestDifference(withStatic, without)).toBeLessThan(1e-5);
  });

  // Attention does not know the order of its tokens.
  it('of the itransformer are tokens: two past channels that change places change nothing, a past and a target much', () => {
    const config = ModelConfig.parse({
      architecture: 'itransformer',
      lookback: LOOKBACK,
      past: ['rain', 'wind'],
      options: { width: 8, heads: 2 },
    });
    const forecaster = createForecaster(config, DATA);
    const [parameters, inputs] = [forecaster.initialise(11), inputsOf(forecaster, 1)];
    const forecast = (changed: Record<string, Float32Array>) =>
      forecastEagerly(forecaster, parameters, { ...inputs, ...changed }, { batch: 1 });
    const swapped = inputs['covariates']!.map((_, i, all) => all[i - (i % 2) + (1 - (i % 2))]!);
    expect(largestDifference(forecast({ covariates: swapped }), forecast({}))).toBeLessThan(1e-5);
    const [past, covariates] = [inputs['past']!.slice(), inputs['covariates']!.slice()];
    for (let row = 0; row < LOOKBACK; row++)
      [past[row * 3]!, covariates[row * 2]!] = [covariates[row * 2]!, past[row * 3]!];
    expect(largestDifference(forecast({ past, covariates }), forecast({}))).toBeGreaterThan(1e-3);
  });
});
