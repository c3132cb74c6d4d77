import { join } from 'node:path';
import { backtestColumns, openBacktest, openDataset, readTable } from '@tsdistill/contracts';
import { hardObjective, ModelConfig, TrainingConfig, trainModel, type Windows } from '@tsdistill/forecasting';
import {
  PANEL,
  panelObserved,
  panelOrigins,
  panelRaw,
  panelTime,
  silentHost,
  temporaryFolder,
  writePanelDataset,
} from '@tsdistill/testing';
import { runBacktest } from './stage';

/** @file Three series of unequal length with a scale each, values that are not observed, and a channel known for one horizon more. */

const [LOOKBACK, WIDTH] = [7, PANEL.target.length];
const root = temporaryFolder();
const at = (name: string) => join(root, name);
const host = silentHost(at('work'));

beforeAll(async () => {
  await writePanelDataset(at('dataset'), { masked: true });
  const config = {
    model: ModelConfig.parse({ architecture: 'mlp', lookback: LOOKBACK, known: ['flag'] }),
    training: TrainingConfig.parse({ epochs: 1, learningRate: 1e-6 }),
  };
  const objective = (train: Windows) => hardObjective('mse', train, WIDTH);
  const dataset = openDataset(at('dataset'));
  await trainModel({ dataset, config, seed: 0, inputs: {}, objective, section: {} }, at('model'), host);
});

async function backtest(since?: number) {
  await runBacktest({ since, every: 1 }, { dataset: at('dataset'), models: [at('model')], out: at('out') }, host);
  const { folder, manifest } = openBacktest(at('out'));
  return { manifest, rows: readTable(join(folder, 'backtest.arrow'), backtestColumns(manifest.meta)) };
}

it('forecasts every test origin of every series, in raw units of its own', async () => {
  const { manifest, rows } = await backtest();
  const keys = Array.from(rows.origin, (origin, row) => [rows.series[row], origin]);
  expect(keys).toEqual(panelOrigins('test', LOOKBACK));
  expect(manifest.meta.series).toEqual(openDataset(at('dataset')).manifest.meta.series.map(({ id }) => id));
  const truth = keys.flatMap(([series = 0, origin = 0]) =>
    Array.from({ length: PANEL.horizon * WIDTH }, (_, cell) => {
      const [row, channel] = [origin + Math.floor(cell / WIDTH), cell % WIDTH];
      return panelObserved(series, row, channel) ? Math.fround(panelRaw(series, row, channel)) : NaN;
    }),
  );
  expect([...rows.truth]).toEqual(truth);
});

it('goes up to the row behind the last one of each series, at its own time', async () => {
  const { rows } = await backtest(0);
  const last = PANEL.observedRowCounts.map((_, series) =>
    [...rows.series.keys()].filter((row) => rows.series[row] === series).at(-1),
  );
  expect(last.map((row = -1) => rows.origin[row])).toEqual(PANEL.observedRowCounts);
  expect(last.map((row = -1) => Number(rows.timestamp[row]))).toEqual(
    PANEL.observedRowCounts.map((count, series) => panelTime(series, count)),
  );
  expect(rows.origin[0]).toBe(LOOKBACK);
});
