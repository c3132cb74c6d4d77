import { join } from 'node:path';
import { type Dataset, openDataset, openModel, type ModelArtifact } from '@tsdistill/contracts';
import { PANEL, silentHost, temporaryFolder, writePanelDataset } from '@tsdistill/testing';
import { ModelConfig } from '../models/model-config';
import { hardObjective } from '../training/objective';
import { trainModel } from '../training/train-model';
import { TrainingConfig } from '../training/training-config';
import { scaleForModel } from './scale-for-model';
import { loadWindowData, type Windows } from './windows';

/** @file A model of three series with a scale each and some of the covariates, on the same rows under scalers of another fit. */

const root = temporaryFolder();
let dataset: Dataset;
let model: ModelArtifact;

beforeAll(async () => {
  await writePanelDataset(join(root, 'dataset'), { covariates: true });
  dataset = openDataset(join(root, 'dataset'));
  const config = {
    model: ModelConfig.parse({ architecture: 'mlp', lookback: 6, past: ['wind'], known: ['flag'], static: ['area'] }),
    training: TrainingConfig.parse({ epochs: 1, learningRate: 1e-6 }),
  };
  const objective = (train: Windows) => hardObjective('mse', train, PANEL.target.length);
  const folder = join(root, 'model');
  await trainModel(
    { dataset, config, seed: 0, inputs: {}, objective, section: {} },
    folder,
    silentHost(join(root, 'work')),
  );
  model = openModel(folder);
});

const rows = (of: Dataset) => {
  const { target, covariates } = loadWindowData(of, model.description.channels);
  return { target, covariates };
};
const withMeta = (change: Partial<Dataset['manifest']['meta']>): Dataset => ({
  ...dataset,
  manifest: { ...dataset.manifest, meta: { ...dataset.manifest.meta, ...change } },
});
const withDescription = (change: Partial<ModelArtifact['description']>): ModelArtifact => ({
  ...model,
  description: { ...model.description, ...change },
});

/** The same rows as ingest would have scaled them to other train rows. */
const refitted = () => {
  const { scaler } = dataset.manifest.meta;
  const scale = { shift: [0, 0], scale: [7, 7] };
  return withMeta({
    scaler: { ...scaler, shift: scaler.shift.map((row) => row.map((value) => value + 1)) },
    covariateScaler: { past: scale, known: { shift: [1, 1, 1], scale: [2, 2, 2] } },
  });
};

it('gives a model the values that it was fitted to, whatever the data set makes of them', () => {
  expect(rows(refitted())).not.toEqual(rows(dataset));
  expect(rows(scaleForModel(refitted(), model))).toEqual(rows(dataset));
});

it('finds the scale of a series by its id', () => {
  const { scaler, series = [] } = model.description;
  const turn = <Item>([first, ...others]: readonly Item[]): Item[] => [...others, first as Item];
  const turned = { ...scaler, shift: turn(scaler.shift), scale: turn(scaler.scale) };
  const other = withDescription({ scaler: turned, series: turn(series) });
  expect(rows(scaleForModel(refitted(), other))).toEqual(rows(dataset));
});

it('refuses a series without a scale, other channels, another frequency, and a covariate that is not there', () => {
  const { channels, series } = dataset.manifest.meta;
  const stranger = withMeta({ series: series.map((one, index) => (index === 1 ? { ...one, id: 'stranger' } : one)) });
  const ids = series.map(({ id }) => id);
  expect(() => scaleForModel(stranger, model)).toThrow(
    `the list of series is ${ids.join(', ')} in one and ${ids[0]}, stranger, ${ids[2]} in the other`,
  );
  const swapped = withMeta({ channels: { ...channels, target: ['price', 'load'] } });
  expect(() => scaleForModel(swapped, model)).toThrow(
    'the list of channels is load, price in one and price, load in the',
  );
  expect(() => scaleForModel(withMeta({ frequency: 'P1D' }), model)).toThrow('the frequency is PT1H in one and P1D in');
  expect(() => scaleForModel(withMeta({ channels: { ...channels, past: ['flow'] } }), model)).toThrow(
    'The model reads the past channel "wind", but the data set has flow.',
  );
});
