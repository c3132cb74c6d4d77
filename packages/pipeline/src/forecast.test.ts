import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { openDataset, openModel, PipelineError, scaleOf, toRaw } from '@tsdistill/contracts';
import { compileInference } from '@tsdistill/engine';
import {
  hardObjective,
  loadWindowData,
  ModelConfig,
  predictWindows,
  restoreForecaster,
  selectWindows,
  TrainingConfig,
  trainModel,
  type Windows,
} from '@tsdistill/forecasting';
import { runIngest } from '@tsdistill/ingest';
import { silentHost, temporaryFolder } from '@tsdistill/testing';
import { tableFromIPC } from 'apache-arrow';
import { DatasetFile } from './config-files/dataset-file';
import { exportModel } from './stages/export';
import { forecast, type ForecastArguments } from './stages/forecast';

/** @file Two shops in Berlin, hour by hour over the change of the clock, with everything that a model can read. */

const BIN = resolve(__dirname, '../bin/tsdistill.js');
const root = temporaryFolder();
const at = (name: string) => join(root, name);
const [HORIZON, LOOKBACK, ROWS] = [6, 24, 300];
const HEAD = 'shop;date;load;price;wind;promo;area;kind';
const START = Date.parse('2024-03-20T00:00+01:00');
const SHOPS = ['north', 'south'];

const wave = (row: number, series: number, channel: number) =>
  Math.sin((2 * Math.PI * row) / 24 + channel + 2 * series) + 0.2 * Math.sin(12.9898 * row + 78.233 * channel);
const wall = (row: number) =>
  new Date(START + row * 3_600_000).toLocaleString('sv-SE', { timeZone: 'Europe/Berlin' }).slice(0, 16);

function line(row: number, series: number): string[] {
  const isFuture = row >= ROWS;
  const number = (value: number) => (isFuture ? '' : value.toFixed(4).replace('.', ','));
  const values = [1.5 + wave(row, series, 0) + 5 * series, 100 * wave(row, series, 1), wave(row, series, 2)];
  const promo = String(row % 5 === series ? 1 : 0);
  return [
    SHOPS[series] ?? '',
    wall(row),
    ...values.map(number),
    promo,
    series === 0 ? '12' : '40',
    series === 0 ? 'a' : 'b',
  ];
}

type Edit = (cells: string[], row: number) => string[] | undefined;

const replaced = (cells: readonly string[], place: number, text: string) =>
  cells.map((cell, index) => (index === place ? text : cell));

/** The file, each line of it changed or left out. */
function csv(edit: Edit = (cells) => cells, head = HEAD): string {
  const rows = SHOPS.flatMap((_, series) =>
    Array.from({ length: ROWS + HORIZON }, (__, row) => edit(line(row, series), row)?.join(';')),
  );
  return [head, ...rows.filter((text) => text !== undefined), ''].join('\n');
}

function write(name: string, text: string): string {
  mkdirSync(dirname(at(name)), { recursive: true });
  writeFileSync(at(name), text);
  return at(name);
}

const config = write(
  'dataset.json',
  JSON.stringify({
    ingest: {
      ...{
        files: write('shops.csv', csv()),
        dialect: { delimiter: ';', decimal: ',' },
        timestamp: 'date',
        series: 'shop',
      },
      ...{ targets: ['load', 'price'], past: ['wind'], known: ['promo'], static: ['area', 'kind'] },
      ...{ frequency: 'PT1H', timezone: 'Europe/Berlin', season: 24, horizon: HORIZON, calendar: ['hour', 'weekday'] },
      ...{
        split: { kind: 'ratio', train: 0.6, validation: 0.2 },
        scalerScope: 'series',
        transform: { load: 'log1p' },
        floor: -60,
      },
    },
  }),
);
const model = ModelConfig.parse({
  ...{ architecture: 'mlp', lookback: LOOKBACK, normalisation: 'mean', options: { hidden: 8 } },
  ...{ past: ['wind'], known: ['promo', 'hour.sin', 'hour.cos'], static: ['kind=a', 'area', 'kind=b'] },
});

/** Reads no covariate. */
const plainModel = ModelConfig.parse({ architecture: 'linear', lookback: LOOKBACK });

beforeAll(async () => {
  const host = silentHost(root);
  const { ingest } = DatasetFile.parse(JSON.parse(readFileSync(config, 'utf8')));
  await runIngest(ingest, at('dataset'), host);
  const training = TrainingConfig.parse({ epochs: 3, learningRate: 0.01 });
  const objective = (windows: Windows) => hardObjective('mse', windows, 2);
  const dataset = openDataset(at('dataset'));
  const train = (config: ModelConfig, out: string) =>
    trainModel(
      { dataset, config: { model: config, training }, seed: 3, inputs: {}, objective, section: {} },
      at(out),
      host,
    );
  await train(model, 'model');
  await train(plainModel, 'plain');
});

const given: ForecastArguments = {
  ...{ model: at('model'), input: at('shops.csv'), config, set: {}, evaluation: undefined },
  ...{ intervals: 'newest', format: 'json', out: at('next.json') },
};

interface Written {
  readonly series: string;
  readonly timestamps: string[];
  readonly values: Record<string, number[]>;
}

async function run(changed: Partial<ForecastArguments> = {}): Promise<Written[]> {
  await forecast({ ...given, ...changed });
  return JSON.parse(readFileSync(at('next.json'), 'utf8')) as Written[];
}

/** Forecasts behind the last rows by the compiled graph from the data set, standardized, [series][H·C]. */
function nativeForecasts(): Float32Array[] {
  const artifact = openModel(at('model'));
  const forecaster = restoreForecaster(artifact);
  const windows = selectWindows(loadWindowData(openDataset(at('dataset')), model), 'future', LOOKBACK);
  const predictor = compileInference({ ...forecaster, parameters: artifact.parameters });
  const size = HORIZON * 2;
  const all = [...predictWindows(predictor, { forecaster, windows })].flatMap(({ count, forecast: values }) =>
    Array.from({ length: count }, (_, slot) => values.slice(slot * size, (slot + 1) * size)),
  );
  predictor.dispose();
  return all;
}

it('forecasts each series as the compiled graph does from the data set, up to 1e-5 standardized', async () => {
  const written = await run();
  const native = nativeForecasts();
  const { scaler } = openDataset(at('dataset')).manifest.meta;
  expect(written.map(({ series }) => series)).toEqual(SHOPS);
  written.forEach(({ values }, series) => {
    const scale = scaleOf(scaler, series);
    for (let step = 0; step < HORIZON; step++)
      ['load', 'price'].forEach((channel, column) => {
        const standardized = scale.standardize(values[channel]![step]!, column);
        expect(Math.abs(standardized - native[series]![step * 2 + column]!)).toBeLessThanOrEqual(1e-5);
      });
    expect(values['load']).not.toEqual(written[1 - series]!.values['load']);
  });
  expect(toRaw(native[0]!, scaler, 0)[0]).toBeCloseTo(written[0]!.values['load']![0]!, 4);
  const hours = [13, 14, 15, 16, 17, 18].map((hour) => `2024-04-01T${hour}:00:00+02:00`);
  expect(written[1]!.timestamps).toEqual(hours);
});

it('prints the forecast on stdout, and nothing else anywhere', async () => {
  const words = ['forecast', '--model', at('model'), '--input', at('shops.csv'), '--config', config];
  const { status, stdout, stderr } = spawnSync('node', [BIN, ...words], { cwd: root, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  await forecast({ ...given, format: 'csv', out: at('new/folder/next.csv') });
  expect(stdout).toBe(readFileSync(at('new/folder/next.csv'), 'utf8'));
  expect(readdirSync(at('new/folder'))).toEqual(['next.csv']);
});

it('needs only the newest rows, and says the same of an export', async () => {
  const newest = csv((cells, row) => (row >= ROWS - LOOKBACK ? cells : undefined));
  const expected = await run();
  expect(await run({ input: write('latest.csv', newest) })).toEqual(expected);
  await exportModel({ model: at('model'), evaluation: undefined, intervals: 'newest', out: at('export') });
  expect(await run({ model: at('export') })).toEqual(expected);
});

it('reads a file without a config by what is set', async () => {
  const set = { timestamp: 'date', series: 'shop', dialect: { delimiter: ';', decimal: ',' } };
  expect(await run({ config: undefined, set })).toEqual(await run());
});

it('writes the same as CSV and as Arrow, a row for each series and step', async () => {
  const [north] = await run();
  await forecast({ ...given, format: 'csv', out: at('next.csv') });
  const lines = readFileSync(at('next.csv'), 'utf8').trimEnd().split('\n');
  expect(lines).toHaveLength(1 + 2 * HORIZON);
  const first = ['load', 'price'].map((channel) => north!.values[channel]![0]);
  expect(lines.slice(0, 2)).toEqual(['shop,date,load,price', `north,2024-04-01T13:00:00+02:00,${first.join(',')}`]);
  await forecast({ ...given, format: 'arrow', out: at('next.arrow') });
  const table = tableFromIPC(readFileSync(at('next.arrow')));
  expect(table.schema.fields.map(({ name, type }) => `${name} ${String(type)}`)).toEqual([
    ...['shop Utf8', 'date Timestamp<MILLISECOND, UTC>', 'load Float64', 'price Float64'],
  ]);
  expect(table.get(0)!.toJSON()).toMatchObject({ shop: 'north', date: Date.parse('2024-04-01T13:00+02:00') });
  expect(table.get(0)!['load']).toBeCloseTo(first[0]!, 4);
});

it('fills what the policy of the data set fills', async () => {
  const holes = csv((cells, row) => (row === ROWS - 2 ? replaced(cells, 2, '') : cells));
  const set = { missing: 'ffill' };
  const held = csv((cells, row) =>
    row === ROWS - 2 ? replaced(cells, 2, line(row - 1, SHOPS.indexOf(cells[0]!))[2]!) : cells,
  );
  expect(await run({ input: write('holes.csv', holes), set })).toEqual(await run({ input: write('held.csv', held) }));
});

describe('a model that reads nothing of the future', () => {
  const forecastOf = (name: string, text: string, changed: Partial<ForecastArguments> = {}) =>
    run({ model: at('plain'), input: write(name, text), ...changed });
  const history = (edit: Edit = (cells) => cells) => csv((cells, row) => (row < ROWS ? edit(cells, row) : undefined));
  const blank =
    (place: number): Edit =>
    (cells, row) =>
      row >= ROWS ? replaced(cells, place, '') : cells;

  it('takes rows that hold known values only for the future, as many as there are, whatever else they lack', async () => {
    const expected = await forecastOf('past.csv', history());
    expect(expected[0]!.timestamps[0]).toBe('2024-04-01T13:00:00+02:00');
    expect(await forecastOf('future.csv', csv())).toEqual(expected);
    expect(
      await forecastOf(
        'short.csv',
        csv((cells, row) => (row < ROWS + 2 ? cells : undefined)),
      ),
    ).toEqual(expected);
    expect(
      await forecastOf(
        'some.csv',
        csv((cells, row) => (row === ROWS ? replaced(cells, 5, '') : cells)),
      ),
    ).toEqual(expected);
    expect(
      await forecastOf(
        'holes.csv',
        csv((cells, row) => (row === 290 ? replaced(cells, 5, '') : cells)),
      ),
    ).toEqual(expected);
    expect(await forecastOf('filled.csv', csv(), { set: { missing: 'ffill' } })).toEqual(expected);
  });

  it('needs no such column, and learns of one from what is set where there is no config', async () => {
    const expected = await forecastOf('past.csv', history());
    const narrow = (place: number) =>
      [HEAD, ...history().split('\n').slice(1)].map((text) => without(text.split(';'), place).join(';')).join('\n');
    expect(await forecastOf('narrow.csv', narrow(5))).toEqual(expected);
    const set = { timestamp: 'date', series: 'shop', dialect: { delimiter: ';', decimal: ',' } };
    const bare = { config: undefined, set };
    await expect(forecastOf('future.csv', csv(), bare)).rejects.toMatchObject({ code: 'VALUE_MISSING' });
    expect(await forecastOf('future.csv', csv(), { ...bare, set: { ...set, known: 'promo' } })).toEqual(expected);
  });

  it('refuses rows behind the last target without any value, and says how to go on', async () => {
    const refused = forecastOf('blank.csv', csv(blank(5)));
    await expect(refused).rejects.toMatchObject({
      code: 'VALUE_MISSING',
      context: { column: 'load', value: '', count: 2 * 2 * HORIZON },
      hint: expect.stringContaining('cut rows without any value off the end') as string,
    });
  });
});

/** A hint, and what it says, done. */
interface Cure {
  readonly hint: string;
  readonly set: Record<string, unknown>;
}

const changed = (place: number, text: string) =>
  csv((cells, row) => (row === ROWS - 5 ? replaced(cells, place, text) : cells));
const FILL: Cure = { hint: '`--set missing=ffill`', set: { missing: 'ffill' } };

it.each<[string, string, () => string, Cure]>([
  ['a value is missing', 'VALUE_MISSING', () => changed(2, ''), FILL],
  ['a row is missing', 'TIMESTAMP_GAP', () => csv((cells, row) => (row === ROWS - 5 ? undefined : cells)), FILL],
  [
    'a word stands for a missing value',
    'CSV_NOT_A_NUMBER',
    () => changed(2, 'n.a.'),
    { hint: `\`--set 'dialect.null=["n.a."]'\``, set: { dialect: { null: ['n.a.'] }, missing: 'ffill' } },
  ],
  [
    'a row is there twice',
    'TIMESTAMP_DUPLICATE',
    () => `${csv()}${line(ROWS - 1, 1).join(';')}\n`,
    { hint: '`--set duplicates=first`', set: { duplicates: 'first' } },
  ],
  [
    'rows are half an hour apart',
    'FREQUENCY_MISMATCH',
    () => csv().replace(/^(\w+;[^;]+:)00;(.*)$/gm, '$100;$2\n$130;$2'),
    { hint: '`--set resample=mean`', set: { resample: 'mean' } },
  ],
  [
    'fields are parted by another mark',
    'COLUMN_UNKNOWN',
    () => csv().replaceAll(';', '|'),
    { hint: "`--set 'dialect.delimiter=|'`", set: { dialect: { delimiter: '|' } } },
  ],
])('where %s, %s names a setting with which it forecasts', async (_, code, text, { hint, set }) => {
  const input = write('odd.csv', text());
  await expect(run({ input })).rejects.toMatchObject({ code, hint: expect.stringContaining(hint) as string });
  const [north] = await run({ input, set });
  expect(north!.timestamps).toHaveLength(HORIZON);
});

it('refuses a setting that the model decides, and says which', async () => {
  await expect(run({ set: { frequency: 'P1D' } })).rejects.toThrow(
    '`--set frequency` cannot be given here: of this model it is "PT1H".',
  );
  await expect(run({ set: { split: { kind: 'ratio' } } })).rejects.toThrow(
    '`--set split` cannot be given here: it says nothing of how the file of `--input` is read.',
  );
});

it('refuses what is no model, and names the nearest one of this workspace', async () => {
  await expect(run({ model: at('nowhere') })).rejects.toThrow(`${at('nowhere')} is no model: there is no such folder.`);
  await expect(run({ model: at('dataset') })).rejects.toMatchObject({ code: 'ARTIFACT_KIND' });
  await expect(run({ model: root })).rejects.toThrow(
    'it has neither the manifest.json of a model nor the model.json of',
  );
  const home = process.cwd();
  mkdirSync(at('data/artifacts/shop'), { recursive: true });
  cpSync(at('model'), at('data/artifacts/shop/student-distill-s0'), { recursive: true });
  process.chdir(root);
  try {
    await expect(run({ model: 'data/artifacts/shp/student-distill-s0/' })).rejects.toMatchObject({
      code: 'FORECAST_MODEL',
      hint: 'Did you mean "data/artifacts/shop/student-distill-s0"?',
    });
  } finally {
    process.chdir(home);
  }
});

const without = (cells: readonly string[], place: number) => cells.filter((_, index) => index !== place);
const dropColumn = (place: number) => csv((cells) => without(cells, place), without(HEAD.split(';'), place).join(';'));

it.each<[string, () => string, string, string]>([
  [
    'a short history',
    () => csv((cells, row) => (row >= ROWS - 23 ? cells : undefined)),
    'FORECAST_SHORT',
    'The history of series "north" has 23 rows, but the model looks back 24.',
  ],
  ['a missing target', () => dropColumn(3), 'COLUMN_UNKNOWN', 'has no column "price"'],
  ['a missing covariate', () => dropColumn(4), 'COLUMN_UNKNOWN', 'has no column "wind"'],
  ['another frequency', () => csv((cells, row) => (row % 2 === 0 ? cells : undefined)), 'FREQUENCY_MISMATCH', 'PT1H'],
  [
    'a value that is missing',
    () => csv((cells, row) => (row === ROWS - 5 ? replaced(cells, 2, '') : cells)),
    'VALUE_MISSING',
    'the value is missing (2 such values)',
  ],
  [
    'a future of which too little is known',
    () => csv((cells, row) => (row < ROWS + HORIZON - 1 ? cells : undefined)),
    'KNOWN_TOO_SHORT',
    'one horizon of 6 behind the last target',
  ],
  [
    'a series without a scale',
    () => csv((cells) => replaced(cells, 0, cells[0] === 'south' ? 'west' : 'north')),
    'FORECAST_SERIES',
    'The model has no scale for a series "west".',
  ],
  [
    'a word that was not in the training data',
    () => csv((cells) => replaced(cells, 7, cells[7] === 'b' ? 'c' : 'a')),
    'FORECAST_WORD',
    'Series "south" has "c" in column "kind", which no series had that the model was trained on.',
  ],
  [
    'a value without a logarithm',
    () => csv((cells, row) => (row === ROWS - 1 ? replaced(cells, 2, '-3,5') : cells)),
    'FORECAST_DOMAIN',
    'Channel "load" of the history is -3.5 at 2024-04-01T12:00:00+02:00, of which there is no log1p.',
  ],
])('refuses %s by its code, and writes nothing', async (_, text, code, message) => {
  const out = at('never.json');
  const error: unknown = await forecast({ ...given, input: write('wrong.csv', text()), out }).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(PipelineError);
  expect(error).toMatchObject({ code });
  expect((error as PipelineError).message).toContain(message);
  expect(() => readFileSync(out)).toThrow('ENOENT');
});

it('asks how a file is read where nothing says it, and for intervals that an evaluation has not', async () => {
  await expect(run({ config: undefined })).rejects.toThrow(
    `Nothing says how ${at('shops.csv')} is to be read: no data set config is known for ${at('model')}.`,
  );
  await expect(run({ config: undefined, set: { timestamp: 'date', timefmt: '%d' } })).rejects.toMatchObject({
    code: 'CONFIG_UNKNOWN_KEY',
    hint: 'Did you mean "timeFormat"?',
  });
  await expect(run({ evaluation: at('nowhere') })).rejects.toMatchObject({ code: 'ARTIFACT_MISSING' });
});
