import { join } from 'node:path';
import { openDataset, openModel } from '@tsdistill/contracts';
import { hardObjective, loadWindowData, ModelConfig, TrainingConfig, trainModel } from '@tsdistill/forecasting';
import { silentHost, temporaryFolder, writeWaveDataset } from '@tsdistill/testing';
import { collectResiduals } from './collect-residuals';

const root = temporaryFolder();
const at = (name: string) => join(root, name);

// A NaN among residuals means that no truth was observed: intervals would silently do without the windows a model fails at.
it('refuses a forecast that is no number, and says where', async () => {
  await writeWaveDataset(at('dataset'), { rowCount: 200, channelCount: 2, horizon: 4, season: 8 });
  const dataset = openDataset(at('dataset'));
  const config = {
    model: ModelConfig.parse({ architecture: 'linear', lookback: 12 }),
    training: TrainingConfig.parse({ epochs: 1, learningRate: 0.02 }),
  };
  const objective = (windows: Parameters<typeof hardObjective>[1]) => hardObjective('mse', windows, 2);
  await trainModel(
    { dataset, config, seed: 0, inputs: {}, objective, section: {} },
    at('model'),
    silentHost(at('work')),
  );
  const data = loadWindowData(dataset);
  const broken = data.target.slice();
  // The last row before the second window, of channel 1.
  broken[2 * 159 + 1] = Infinity;
  const keys = { series: new Int32Array(2), origin: Int32Array.of(100, 160) };
  const model = openModel(at('model'));
  expect(collectResiduals(model, data, keys).values.every(Number.isFinite)).toBe(true);
  expect(() => collectResiduals(model, { ...data, target: broken }, keys)).toThrow(
    expect.objectContaining({
      code: 'FORECAST_NOT_FINITE',
      context: expect.objectContaining({ window: 1, channel: 1 }),
    }),
  );
});
