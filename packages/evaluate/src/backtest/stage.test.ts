import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Backtest, backtestColumns, openBacktest, openDataset, openModel, readTable } from '@tsdistill/contracts';
import { hardObjective, ModelConfig, TrainingConfig, trainModel, type Windows } from '@tsdistill/forecasting';
import { silentHost, temporaryFolder, waveTime, waveValue, writeWaveDataset } from '@tsdistill/testing';
import { runBacktest } from './stage';

/** @file Students of a wave of 400 rows, and the same wave with 60 rows more: its test split begins at row 320. */

const [ROWS, MORE, HORIZON, SEASON, LOOKBACK, FIRST_TEST] = [400, 60, 4, 8, 12, 320];
const WAVE = { rowCount: ROWS, channelCount: 2, horizon: HORIZON, season: SEASON };
const SIZE = 2 * HORIZON;
const root = temporaryFolder();
const at = (name: string) => join(root, name);
const host = silentHost(at('work'));

beforeAll(async () => {
  await writeWaveDataset(at('dataset'), WAVE);
  await writeWaveDataset(at('longer'), { ...WAVE, rowCount: ROWS + MORE });
  const config = {
    model: ModelConfig.parse({ architecture: 'linear', lookback: LOOKBACK, normalisation: 'mean' }),
    training: TrainingConfig.parse({ epochs: 3, learningRate: 0.02 }),
  };
  const objective = (windows: Windows) => hardObjective('mse', windows, 2);
  for (const seed of [0, 1])
    await trainModel(
      { dataset: openDataset(at('dataset')), config, seed, inputs: {}, objective, section: {} },
      at(`model-${seed}`),
      host,
    );
});

interface Asked {
  readonly dataset?: string;
  readonly since?: number;
  readonly every?: number;
}

let count = 0;
async function backtest({ dataset = 'dataset', since, every = 1 }: Asked = {}) {
  const out = at(`backtest-${count++}`);
  const warnings: unknown[] = [];
  const folders = { dataset: at(dataset), models: [at('model-0'), at('model-1')], out };
  const table = await runBacktest({ since, every }, folders, { ...host, warn: (fields) => void warnings.push(fields) });
  const artifact = openBacktest(out);
  return { table, warnings, artifact, ...rowsOf(artifact) };
}

function rowsOf({ folder, manifest }: Backtest) {
  const table = readTable(join(folder, 'backtest.arrow'), backtestColumns(manifest.meta));
  const ofModel = (model: number) => [...table.model.keys()].filter((row) => table.model[row] === model);
  const forecastAt = (model: number, origin: number) => {
    const row = ofModel(model).find((one) => table.origin[one] === origin) ?? NaN;
    return [...table.forecast.subarray(row * SIZE, (row + 1) * SIZE)];
  };
  return { rows: table, forecastAt };
}

/** A copy of a data set with another scaler, as ingest would have fitted it to other train rows. */
function rescaled(name: string): string {
  const folder = `${name}-rescaled`;
  cpSync(at(name), at(folder), { recursive: true });
  const file = join(at(folder), 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { meta: { scaler: object } };
  manifest.meta.scaler = { kind: 'standard', scope: 'global', shift: [[3, 14]], scale: [[2, 0.5]] };
  writeFileSync(file, JSON.stringify(manifest));
  return folder;
}

it('forecasts every test origin with every model, in raw units with times, the truth beside it', async () => {
  const { rows, artifact, warnings } = await backtest();
  const origins = Array.from({ length: ROWS - FIRST_TEST - HORIZON + 1 }, (_, i) => FIRST_TEST + i);
  expect([...rows.origin]).toEqual([...origins, ...origins]);
  expect([...rows.timestamp].map(Number)).toEqual([...origins, ...origins].map((row) => waveTime(row)));
  const truth = origins.flatMap((origin) =>
    Array.from({ length: SIZE }, (_, i) => Math.fround(waveValue(origin + Math.floor(i / 2), i % 2, SEASON))),
  );
  expect([...rows.truth]).toEqual([...truth, ...truth]);
  expect(artifact.manifest.meta).toMatchObject({ windowCount: origins.length, unit: 'raw', series: ['wave'] });
  expect(artifact.manifest.meta.models.map(({ seed }) => seed)).toEqual([0, 1]);
  expect(artifact.manifest.inputs).toEqual({
    dataset: openDataset(at('dataset')).fingerprint,
    model0: openModel(at('model-0')).fingerprint,
    model1: openModel(at('model-1')).fingerprint,
  });
  expect(warnings).toEqual([]);
});

// The oracle goes through the written file, cell by cell.
it('says of each day and of all what its forecasts show; the wave rises by .08 a season, so naive has mse .0064', async () => {
  const { rows, artifact, table } = await backtest();
  const { period, overall, periods } = artifact.summary;
  expect(period).toBe('day');
  const dayOf = (row: number) => new Date(Number(rows.timestamp[row])).toISOString().slice(0, 10);
  expect(periods.map(({ start }) => start)).toEqual([...new Set([...rows.origin.keys()].map(dayOf))]);
  for (const { start, windowCount, models, naive } of [...periods, { start: '', ...overall }])
    for (const [model, errors] of models.entries()) {
      const of = [...rows.model.keys()].filter((row) => rows.model[row] === model && dayOf(row).startsWith(start));
      const cells = of.flatMap((row) => Array.from({ length: SIZE }, (_, i) => row * SIZE + i));
      const sum = (value: (cell: number) => number) => cells.reduce((total, cell) => total + value(cell), 0);
      const error = (cell: number) => rows.forecast[cell]! - rows.truth[cell]!;
      expect(windowCount).toBe(of.length);
      expect(errors.mse).toBeCloseTo(sum((cell) => error(cell) ** 2) / cells.length, 5);
      expect(errors.rawMae).toBeCloseTo(sum((cell) => Math.abs(error(cell))) / cells.length, 5);
      expect(errors.wape).toBeCloseTo(
        sum((cell) => Math.abs(error(cell))) / sum((cell) => Math.abs(rows.truth[cell]!)),
        5,
      );
      expect(naive.mse).toBeCloseTo(0.0064, 6);
    }
  expect(table).toContain('backtest of linear (2 models): 77 windows × 4 steps × 2 channels');
});

it('goes on behind the test split since a date, up to a forecast of which nothing is known yet', async () => {
  const since = waveTime(ROWS);
  const { rows, artifact } = await backtest({ dataset: 'longer', since });
  expect([rows.origin[0], rows.origin[MORE], rows.origin.length]).toEqual([ROWS, ROWS + MORE, 2 * (MORE + 1)]);
  expect(Number(rows.timestamp[MORE])).toBe(waveTime(ROWS + MORE));
  const unknown = Array.from(
    rows.origin,
    (_, row) => [...rows.truth.subarray(row * SIZE, (row + 1) * SIZE)].filter(Number.isNaN).length,
  );
  expect(unknown.slice(0, MORE + 1)).toEqual([...new Array<number>(MORE - 3).fill(0), 2, 4, 6, 8]);
  expect(artifact.manifest.config).toEqual({ since: '2024-01-17 16:00:00', every: 1 });
});

it('sees data as its models do: the same forecasts from more rows, and under another scaler of the data set', async () => {
  const plain = await backtest();
  const longer = await backtest({ dataset: 'longer', since: waveTime(FIRST_TEST) });
  const other = await backtest({ dataset: rescaled('dataset') });
  for (const model of [0, 1])
    for (const origin of [FIRST_TEST, 350, ROWS - HORIZON]) {
      expect(longer.forecastAt(model, origin)).toEqual(plain.forecastAt(model, origin));
      expect(other.forecastAt(model, origin)).toEqual(plain.forecastAt(model, origin));
    }
  expect(other.artifact.summary.overall).toEqual(plain.artifact.summary.overall);
});

it('takes the first origin and then every so many-th, and warns of rows that a model was fitted on', async () => {
  const { rows, warnings } = await backtest({ since: waveTime(230), every: 40 });
  expect([...rows.origin.subarray(0, rows.origin.length / 2)]).toEqual([230, 270, 310, 350, 390]);
  expect(warnings).toEqual([{ windows: 1, of: 5 }]);
});

it('refuses a date behind the last row, other channels, and another horizon, and writes nothing', async () => {
  await expect(backtest({ since: waveTime(ROWS + 1) })).rejects.toMatchObject({
    code: 'BACKTEST_NO_ORIGINS',
    message:
      'No origin lies at or after 2024-01-17 17:00:00: the last of the 400 rows is of 2024-01-17 15:00:00, and a forecast looks back 12 rows.',
  });
  await writeWaveDataset(at('wider'), { ...WAVE, channelCount: 3 });
  await expect(backtest({ dataset: 'wider' })).rejects.toMatchObject({
    code: 'ARTIFACT_MISMATCH',
    context: { what: 'the list of channels', leftValue: 'wave0, wave1', rightValue: 'wave0, wave1, wave2' },
  });
  await writeWaveDataset(at('further'), { ...WAVE, horizon: 5 });
  await expect(backtest({ dataset: 'further' })).rejects.toMatchObject({
    context: { what: 'the horizon', leftValue: '4', rightValue: '5' },
  });
  await expect(async () => openBacktest(at(`backtest-${count - 1}`))).rejects.toMatchObject({
    code: 'ARTIFACT_MISSING',
  });
});
