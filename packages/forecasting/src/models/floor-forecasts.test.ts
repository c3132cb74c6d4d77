import { loadEngine, loadGraphModelFolder } from '@tsdistill/engine';
import { temporaryFolder } from '@tsdistill/testing';
import { DATA, forecastEagerly, inputsOf, largestDifference, LOOKBACK } from '../../testing/model-cases';
import { exportForecaster } from './export-forecaster';
import { createForecaster, describeForecaster, restoreForecaster } from './forecaster';
import { ModelConfig } from './model-config';

beforeAll(() => loadEngine());

describe('the floor of a scaler', () => {
  const model = (scope: 'global' | 'series') => {
    const forecaster = createForecaster(ModelConfig.parse({ architecture: 'linear', lookback: LOOKBACK }), DATA);
    const rows = scope === 'global' ? 1 : 2;
    const [shift, scale] = [
      [
        [4, 5, 6],
        [1, 2, 3],
      ].slice(0, rows),
      [
        [2, 2, 2],
        [4, 4, 4],
      ].slice(0, rows),
    ];
    const scaler = { kind: 'standard', scope, shift, scale, floor: 3, transform: ['none', 'log1p', 'sqrt'] };
    const parameters = forecaster.initialise(12);
    const description = {
      ...describeForecaster(forecaster, DATA.season),
      scaler,
      frequency: 'PT1H',
      weightsManifest: [],
    };
    return { forecaster, parameters, model: { description, parameters } as never };
  };
  /** (transform(3) - shift) / scale, by series. */
  const FLOORS = [
    [(3 - 4) / 2, (Math.log(4) - 5) / 2, (Math.sqrt(3) - 6) / 2],
    [(3 - 1) / 4, (Math.log(4) - 2) / 4, (Math.sqrt(3) - 3) / 4],
  ];
  const expected = (forecast: Float32Array, floors: number[][]) =>
    forecast.map((value, i) => Math.max(value, floors[Math.floor(i / 12)]![i % 3]!));

  it('raises what a stored model says below it, and leaves the training function as it is', () => {
    const { forecaster, parameters, model: stored } = model('global');
    const restored = restoreForecaster(stored);
    const inputs = { past: inputsOf(forecaster, 2)['past']!.map((value) => 3 * value - 2) };
    const free = forecastEagerly(forecaster, parameters, inputs, { batch: 2 });
    const raised = forecastEagerly(restored, parameters, inputs, { batch: 2 });
    const wanted = expected(free, [FLOORS[0]!, FLOORS[0]!]);
    expect(largestDifference(free, wanted)).toBeGreaterThan(0.1);
    expect(largestDifference(raised, wanted)).toBeLessThan(1e-6);
  });

  it.each(['cpu', 'wasm'] as const)(
    'is in the exported graph on %s; with a scaler for each series it is an input',
    async (backend) => {
      for (const scope of ['global', 'series'] as const) {
        const { forecaster, parameters, model: stored } = model(scope);
        const folder = temporaryFolder();
        exportForecaster(stored, folder);
        const loaded = await loadGraphModelFolder(folder, backend);
        const past = inputsOf(forecaster, 2)['past']!.map((value) => 3 * value - 2);
        const floor = Float32Array.from(FLOORS.flat());
        const { forecast } = await loaded.run({ past, ...(scope === 'series' && { floor }) }, 2);
        const free = forecastEagerly(forecaster, parameters, { past }, { batch: 2 });
        const wanted = expected(free, scope === 'series' ? FLOORS : [FLOORS[0]!, FLOORS[0]!]);
        expect(largestDifference(free, wanted)).toBeGreaterThan(0.1);
        expect(largestDifference(forecast!, wanted)).toBeLessThan(1e-5);
        loaded.dispose();
      }
    },
  );
});
