import { join } from 'node:path';
import { openDataset, openModel, openSoftTargets } from '@tsdistill/contracts';
import { compileInference } from '@tsdistill/engine';
import {
  hardObjective,
  loadWindowData,
  ModelConfig,
  combineTeachers,
  type OriginKeys,
  restoreForecaster,
  TrainingConfig,
  trainModel,
  type WindowData,
  type Windows,
} from '@tsdistill/forecasting';
import {
  PANEL,
  panelKnown,
  panelOrigins,
  panelValue,
  silentHost,
  temporaryFolder,
  writePanelDataset,
  writePanelTeacher,
} from '@tsdistill/testing';
import { BASELINES } from './baselines';
import { baselineForecasts, type Forecasts, modelForecasts, teacherForecasts } from './forecast-sources';

const [LOOKBACK, WIDTH] = [6, PANEL.target.length];
const SIZE = PANEL.horizon * WIDTH;
const root = temporaryFolder();
const at = (name: string) => join(root, name);
const origins = panelOrigins('test');
const keys: OriginKeys = {
  series: Int32Array.from(origins, ([series]) => series),
  origin: Int32Array.from(origins, ([, origin]) => origin),
};
let data: WindowData;

beforeAll(async () => {
  await writePanelDataset(at('dataset'));
  data = loadWindowData(openDataset(at('dataset')));
});

/** Every forecast against `expected`, value by value. */
function expectForecasts(
  found: Forecasts,
  expected: (origin: readonly [number, number], value: number) => number,
): void {
  let index = 0;
  for (const forecast of found) {
    const origin = origins[index++]!;
    expect(forecast).toHaveLength(SIZE);
    forecast.forEach((value, i) => expect(value).toBeCloseTo(expected(origin, i), 4));
  }
  expect(index).toBe(origins.length);
}

it('a model forecasts from the rows of each series and the known channels in its own order', async () => {
  const config = {
    model: ModelConfig.parse({ architecture: 'lstm', lookback: LOOKBACK, known: ['swing', 'ramp'] }),
    training: TrainingConfig.parse({ epochs: 1, learningRate: 0.01 }),
  };
  const objective = (train: Windows) => hardObjective('mse', train, WIDTH);
  const training = { dataset: data.dataset, config, seed: 0, inputs: {}, objective, section: {} };
  await trainModel(training, at('model'), silentHost(at('work')));
  const model = openModel(at('model'));
  const predictor = compileInference({ ...restoreForecaster(model), parameters: model.parameters });
  const rows = (from: number, count: number, columns: readonly number[], value: (row: number, c: number) => number) =>
    Float32Array.from({ length: count * columns.length }, (_, i) =>
      value(from + Math.floor(i / columns.length), columns[i % columns.length]!),
    );
  const forecasts = origins.map(([series, origin]) => {
    const past = rows(origin - LOOKBACK, LOOKBACK, [0, 1], (row, c) => panelValue(series, row, c));
    const known = rows(origin - LOOKBACK, LOOKBACK + PANEL.horizon, [2, 0], (row, c) => panelKnown(series, row, c));
    return predictor.run({ past, known }, 1)['forecast']!;
  });
  predictor.dispose();
  expectForecasts(modelForecasts(model, data, keys), (origin, i) => forecasts[origins.indexOf(origin as never)]![i]!);
});

it('teachers forecast the mean of what they stored, standardized by the scaler of each series', async () => {
  const off = (by: number) => (series: number, row: number, channel: number) => by * series + row + channel / 2;
  const dataset = data.dataset.fingerprint;
  const reversed = [...origins].reverse();
  await writePanelTeacher(at('raw'), { dataset, origins: reversed, forecast: off(3), unit: 'raw' });
  await writePanelTeacher(at('standardized'), { dataset, origins, forecast: off(5), unit: 'standardized' });
  const teachers = [openSoftTargets(at('raw')), openSoftTargets(at('standardized'))];
  expectForecasts(
    teacherForecasts(combineTeachers(teachers, 'mean', data), data, keys),
    ([series, origin], i) => 4 * series + origin + Math.floor(i / WIDTH) + (i % WIDTH) / 2,
  );
  for (const teacher of teachers) teacher.close();
});

it.each([
  ['repeat-last', 1],
  ['seasonal-naive', 2],
  ['seasonal-naive', PANEL.season],
] as const)('%s of season %i repeats the rows before each origin', (name, season) => {
  const shape = { horizon: PANEL.horizon, channelCount: WIDTH, season };
  expectForecasts(baselineForecasts(BASELINES[name], shape, data, keys), ([series, origin], i) =>
    panelValue(series, origin - season + (Math.floor(i / WIDTH) % season), i % WIDTH),
  );
});
