import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import {
  ArrowWriter,
  type ErrorCode,
  openDataset,
  openSoftTargets,
  ORIGIN_COLUMNS,
  PipelineError,
  readOrigins,
  seriesColumns,
  type StageHost,
  writeArtifact,
} from '@tsdistill/contracts';
import { silentHost, temporaryFolder, writePanelDataset, writeWaveDataset } from '@tsdistill/testing';
import { runAdoptSoftTargets } from '../adopt-stage';
import { type ImportOptions, runImportForecasts } from './stage';

/** @file Frames of forecasts that follow from a formula, as cross-validation of forecasting libraries writes them. */

const [HOUR_MS, START_MS, HORIZON] = [3_600_000, Date.UTC(2024, 0, 1), 4];
/** 200 hours: 120 train, 40 validation, 40 test rows. */
const WAVE = { rowCount: 200, channelCount: 2, horizon: HORIZON, season: 8 };
const CHANNELS = ['wave0', 'wave1'];

const root = temporaryFolder();
const at = (name: string) => join(root, name);
const warnings: string[] = [];
const host: StageHost = {
  ...silentHost(at('work')),
  warn: (fields, message) => warnings.push(`${message} ${JSON.stringify(fields)}`),
};
beforeAll(() => writeWaveDataset(at('dataset'), WAVE));
beforeEach(() => void warnings.splice(0));

const time = (row: number) => new Date(START_MS + row * HOUR_MS).toISOString().slice(0, 19).replace('T', ' ');
/** No two forecasts are alike, and all are exact in float32. */
const forecast = (origin: number, step: number, channel: number) => 100 * origin + 10 * step + channel + 0.5;

interface Row {
  readonly id: string;
  readonly ds: string;
  readonly cutoff: string;
  readonly value: number | string;
}

/** The rows of some windows, channel after channel, as a library writes them. */
function rowsOf(origins: readonly number[], ids: readonly string[] = CHANNELS): Row[] {
  return ids.flatMap((id, channel) =>
    origins.flatMap((origin) =>
      Array.from({ length: HORIZON }, (_, step) => ({
        id,
        ds: time(origin + step),
        cutoff: time(origin - 1),
        value: forecast(origin, step, channel),
      })),
    ),
  );
}

const csvOf = (rows: readonly Row[], model = 'GRU') =>
  [`unique_id,ds,cutoff,${model},y`, ...rows.map((row) => `${row.id},${row.ds},${row.cutoff},${row.value},0`)].join(
    '\n',
  );

function write(name: string, content: string | Uint8Array): string {
  writeFileSync(at(name), content);
  return at(name);
}

let outs = 0;
async function importFrame(file: string, options: ImportOptions = {}, dataset = at('dataset')): Promise<string> {
  const out = at(`out${outs++}`);
  await runImportForecasts(options, { file, dataset, out }, host);
  return out;
}

/** Everything that a student could read: [series, origin, inSample, …values]. */
function contentOf(folder: string): number[][] {
  const soft = openSoftTargets(folder);
  const size = HORIZON * soft.meta.channels.length;
  const rows = Array.from(soft.origin, (origin, row) => {
    const [values, quantiles] = [new Float32Array(size), new Float32Array(size * soft.meta.quantiles.length)];
    soft.readForecast(row, 1, values);
    soft.readQuantiles(row, 1, quantiles);
    return [soft.series[row]!, origin, soft.inSample[row]!, ...values, ...quantiles];
  });
  soft.close();
  return rows;
}

/** By the definition: step by step, in a step channel by channel. */
const windowOf = (origin: number, value = forecast) =>
  Array.from({ length: HORIZON * 2 }, (_, i) => value(origin, i >> 1, i % 2));
const expected = (origins: readonly number[]) => origins.map((origin) => [0, origin, 0, ...windowOf(origin)]);

/** Lines in another order, the same each time. */
const scrambled = <Item>(items: readonly Item[]) =>
  items
    .map((item, index) => ({ item, key: (index * 7919) % 1009 }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);

async function parquetOf(name: string, csv: string, columns = '*'): Promise<string> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const options = `header = true, delim = ',', types = {'ds': 'TIMESTAMP_NS', 'cutoff': 'TIMESTAMP', 'GRU': 'DOUBLE'}`;
  await connection.run(
    `COPY (SELECT ${columns} FROM read_csv('${csv}', ${options})) TO '${at(name)}' (FORMAT parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
  return at(name);
}

describe('a frame of a wide data set', () => {
  it('gives its windows: the row after the cutoff is the origin, unique_id the channel', async () => {
    const origins = [10, 30, 31, 170, 196];
    expect(contentOf(await importFrame(write('plain.csv', csvOf(rowsOf(origins)))))).toEqual(expected(origins));
  });

  it('gives the same bytes from any order of rows, from CSV, gzipped CSV and parquet', async () => {
    const origins = Array.from({ length: 40 }, (_, i) => 20 + i);
    const rows = rowsOf(origins);
    const csv = write('ordered.csv', csvOf(rows));
    const files = [
      csv,
      write('scrambled.csv', csvOf(scrambled(rows))),
      write('crlf.csv', csvOf(rows).replaceAll('\n', '\r\n')),
      write('named-otherwise.txt', gzipSync(csvOf(scrambled(rows)))),
      await parquetOf('plain.parquet', csv),
      await parquetOf('other-order.parquet', csv, 'GRU, cutoff, y, ds, unique_id'),
    ];
    const hashes = new Set<string | undefined>();
    for (const file of files) {
      const soft = openSoftTargets(await importFrame(file));
      soft.close();
      hashes.add(soft.artifact.manifest.files['soft-targets.arrow']?.sha256);
    }
    expect(hashes.size).toBe(1);
    expect(contentOf(at(`out${outs - 1}`))).toEqual(expected(origins));
  });

  it('has a manifest that says where the forecasts come from', async () => {
    const file = write('named.csv', csvOf(rowsOf([10])));
    const soft = openSoftTargets(await importFrame(file, { trainedUntil: '2024-01-05T23:00:00Z' }));
    soft.close();
    const { sha256 } = await import('node:crypto').then(({ createHash }) => ({
      sha256: createHash('sha256').update(readFileSync(file)).digest('hex'),
    }));
    expect(soft.artifact.manifest.config).toEqual({
      importForecasts: { model: 'GRU', trainedUntil: '2024-01-05T23:00:00.000Z' },
    });
    expect(soft.artifact.manifest.inputs).toEqual({
      dataset: openDataset(at('dataset')).fingerprint,
      frame: sha256,
    });
    expect(soft.meta).toMatchObject({
      teacher: null,
      name: 'GRU',
      unit: 'raw',
      quantiles: [],
      horizon: 4,
      channels: CHANNELS,
    });
  });

  it('is from elsewhere where the head of the column can be no name, which is said', async () => {
    for (const model of ['N'.repeat(81), 'GRU ']) {
      const soft = openSoftTargets(await importFrame(write('headed.csv', csvOf(rowsOf([10]), model))));
      soft.close();
      expect(soft.meta.name).toBeUndefined();
      expect(warnings.join()).toContain('tables call this model `from elsewhere`');
    }
  });

  it('may have an index column, quoted names, offsets and a byte order mark', async () => {
    const lines = rowsOf([10]).map(
      ({ id, ds, value }, i) => `${i},"${id}",${ds.replace(' ', 'T')}Z,${time(9 + 2)}+02:00,${value}`,
    );
    const file = write('odd.csv', ['\ufeff,unique_id,ds,cutoff,"Auto ""A"", B"', ...lines].join('\n'));
    const out = await importFrame(file);
    expect(contentOf(out)).toEqual(expected([10]));
    expect(readFileSync(join(out, 'manifest.json'), 'utf8')).toContain(String.raw`Auto \"A\", B`);
  });

  it('is taken in by the soft-targets stage as a teacher from elsewhere, quantiles included', async () => {
    const rows = rowsOf([10, 11]).map((row) => ({ ...row, value: `${row.value},-1,1` }));
    const folder = await importFrame(write('adopted.csv', csvOf(rows, 'GRU,GRU-lo-80,GRU-hi-80')));
    await runAdoptSoftTargets({ dataset: at('dataset'), softTargets: folder, out: at('adopted') }, host);
    expect(contentOf(at('adopted'))).toEqual(contentOf(folder));
    expect(contentOf(at('adopted'))[0]).toHaveLength(3 + 8 + 16);
  });

  it('leaves nothing but the artifact behind', async () => {
    await importFrame(write('clean.csv', csvOf(rowsOf([10]))));
    expect(readdirSync(at('work'))).toEqual([]);
    expect(readdirSync(at(`out${outs - 1}`)).sort()).toEqual(['manifest.json', 'measured.json', 'soft-targets.arrow']);
  });
});

describe('quantiles', () => {
  it('are the intervals of the model, ascending, each [H, C]', async () => {
    const names = ['GRU-hi-90', 'GRU', 'GRU-lo-90', 'GRU-lo-50.5', 'GRU-hi-50.5', 'GRU-median'];
    const shifts = [9, 0, -9, -5, 5, 1];
    const rows = rowsOf([10, 12]).map((row) => ({ ...row, value: shifts.map((by) => Number(row.value) + by).join() }));
    const folder = await importFrame(write('levels.csv', csvOf(rows, names.join())));
    const soft = openSoftTargets(folder);
    soft.close();
    expect(soft.meta.quantiles).toEqual([0.05, 0.2475, 0.5, 0.7525, 0.95]);
    const all = (origin: number) =>
      [0, -9, -5, 1, 5, 9].flatMap((by) => windowOf(origin, (...key) => forecast(...key) + by));
    expect(contentOf(folder)).toEqual([10, 12].map((origin) => [0, origin, 0, ...all(origin)]));
  });

  it('need both sides: a lone one is named and not read', async () => {
    const rows = rowsOf([10]).map((row) => ({ ...row, value: `${row.value},0,0,1` }));
    const folder = await importFrame(write('lone.csv', csvOf(rows, 'GRU,GRU-lo-90,GRU-lo-80,GRU-hi-80')));
    const soft = openSoftTargets(folder);
    soft.close();
    expect(soft.meta.quantiles).toEqual([0.1, 0.9]);
    expect(warnings).toContain('intervals with one side only are not read {"columns":"GRU-lo-90"}');
  });

  it('and the forecast may be the median', async () => {
    const folder = await importFrame(write('median.csv', csvOf(rowsOf([10]), 'GRU-median')), { model: 'GRU' });
    expect(contentOf(folder)).toEqual(expected([10]));
  });
});

describe('what the teacher has seen', () => {
  // Origins 10 and 12 forecast rows 10–13 and 12–15.
  it.each([
    ['2024-01-01 09:00', 9, [0, 0]],
    ['2024-01-01T10:00:00Z', 10, [1, 0]],
    ['2024-01-01T13:59:59+02:00', 11, [1, 0]],
    ['2024-01-01 12:00:00', 12, [1, 1]],
    ['2024-01-01', 23, [1, 1]],
    ['2030-01-01', 203, [1, 1]],
  ])('until %s: every window with a target up to row %i is in sample', async (trainedUntil, row, inSample) => {
    const folder = await importFrame(write('seen.csv', csvOf(rowsOf([10, 12]))), { trainedUntil });
    const soft = openSoftTargets(folder);
    soft.close();
    expect([...soft.inSample]).toEqual(inSample);
    expect(soft.meta.trainedUntil).toBe(new Date(START_MS + row * HOUR_MS).toISOString());
    expect(warnings).toEqual([]);
  });

  it('is unknown without it, and that is said', async () => {
    const soft = openSoftTargets(await importFrame(write('unknown.csv', csvOf(rowsOf([10])))));
    soft.close();
    expect([soft.meta.trainedUntil, ...soft.inSample]).toEqual([null, 0]);
    expect(warnings.join()).toContain('without --trained-until');
  });
});

describe('windows are left out and counted', () => {
  it('when a step or a channel is missing', async () => {
    const rows = rowsOf([10, 20, 30]).filter(
      ({ id, ds }) => !(id === 'wave1' && ds === time(22)) && !(id === 'wave0' && ds >= time(30)),
    );
    expect(contentOf(await importFrame(write('holes.csv', csvOf(rows))))).toEqual(expected([10]));
    const first =
      'the first is the window with cutoff 2024-01-01 19:00:00, which lacks step 3 of "wave1" (ds 2024-01-01 22:00:00)';
    expect(warnings[0]).toBe(`incomplete windows are left out ${JSON.stringify({ windows: 2, of: 3, first })}`);
  });

  it('when the data set has no origin there, but not those at the end of the train rows', async () => {
    // Train ends behind row 119, validation behind row 159: 157 to 159 forecast both validation and test.
    const folder = await importFrame(write('between.csv', csvOf(rowsOf([116, 117, 119, 120, 156, 157, 159, 160]))));
    expect(contentOf(folder).map(([, origin]) => origin)).toEqual([116, 117, 119, 120, 156, 160]);
    const first =
      'the first is the window with cutoff 2024-01-07 12:00:00, whose targets lie in two splits or between two strides';
    expect(warnings[0]).toBe(
      `windows where the data set has no forecast origin are left out ${JSON.stringify({ windows: 2, of: 8, first })}`,
    );
  });

  it('and all other origins of the data set are taken', async () => {
    const { origin } = readOrigins(openDataset(at('dataset')));
    const folder = await importFrame(write('all.csv', csvOf(rowsOf([...origin]))));
    expect(contentOf(folder)).toEqual(expected([...origin].sort((a, b) => a - b)));
  });
});

/** Two series of one channel that start at different hours. */
async function writeOneChannelPanel(folder: string): Promise<void> {
  const channels = { target: ['load'], past: [], known: [], static: [] };
  const [counts, starts] = [
    [30, 40],
    [5, 0],
  ] as const;
  await writeArtifact(folder, { kind: 'dataset', config: {}, inputs: {} }, (draft) => {
    draft.file('series.arrow', (file) => {
      const writer = new ArrowWriter(file, seriesColumns(channels, false), {});
      counts.forEach((count, series) => {
        const timestamp = BigInt64Array.from({ length: count }, (_, row) =>
          BigInt(START_MS + (starts[series]! + row) * HOUR_MS),
        );
        writer.append(count, { timestamp, target: new Float32Array(count) });
      });
      writer.finish();
    });
    const origins = counts.flatMap((count, series) =>
      Array.from({ length: count - HORIZON }, (_, i) => [series, i + 1] as const),
    );
    draft.file('windows.arrow', (file) => {
      const writer = new ArrowWriter(file, ORIGIN_COLUMNS, {});
      writer.append(origins.length, {
        series: Int32Array.from(origins, ([series]) => series),
        origin: Int32Array.from(origins, ([, origin]) => origin),
        split: new Int8Array(origins.length),
      });
      writer.finish();
    });
    return {
      channels,
      series: counts.map((count, series) => ({
        id: `site ${series}`,
        rowCount: count,
        observedRowCount: count,
        start: new Date(START_MS + starts[series]! * HOUR_MS).toISOString(),
        borders: { train: [0, count], validation: [count, count], test: [count, count] } as const,
      })),
      frequency: 'PT1H',
      timezone: 'UTC',
      season: 8,
      horizon: HORIZON,
      stride: 1,
      scaler: { kind: 'none', scope: 'global', shift: [[0]], scale: [[1]] },
      policies: [],
      masked: false,
      originCounts: { train: origins.length, validation: 0, test: 0, future: 0 },
    };
  });
}

describe('a frame of a panel with one channel', () => {
  beforeAll(() => writeOneChannelPanel(at('panel')));

  it('names series by unique_id; each has its own clock', async () => {
    // Hour 12 is row 7 of series 0 and row 12 of series 1.
    const rows = rowsOf([12, 10], ['site 1', 'site 0']);
    const folder = await importFrame(write('panel.csv', csvOf(rows)), {}, at('panel'));
    const values = (hour: number, index: number) => [0, 1, 2, 3].map((step) => forecast(hour, step, index));
    expect(contentOf(folder)).toEqual([
      [0, 5, 0, ...values(10, 1)],
      [0, 7, 0, ...values(12, 1)],
      [1, 10, 0, ...values(10, 0)],
      [1, 12, 0, ...values(12, 0)],
    ]);
  });

  it('an hour that only another series has is refused', async () => {
    const file = write('early.csv', csvOf(rowsOf([4], ['site 0'])));
    await expect(importFrame(file, {}, at('panel'))).rejects.toThrow(
      /"site 0", cutoff 2024-01-01 03:00:00, .* from 2024-01-01 05:00:00 to 2024-01-02 09:00:00 \(4 rows\)/,
    );
  });
});

it('one series of one channel answers to the names of both', async () => {
  await writeWaveDataset(at('single'), { ...WAVE, channelCount: 1 });
  const [byChannel, bySeries] = [
    write('c.csv', csvOf(rowsOf([9], ['wave0']))),
    write('s.csv', csvOf(rowsOf([9], ['wave']))),
  ];
  const [first, second] = [
    await importFrame(byChannel, {}, at('single')),
    await importFrame(bySeries, {}, at('single')),
  ];
  expect(contentOf(first)).toEqual([[0, 9, 0, ...[0, 1, 2, 3].map((step) => forecast(9, step, 0))]]);
  expect(contentOf(second)).toEqual(contentOf(first));
});

describe('refused, with nothing written:', () => {
  const rows = rowsOf([10, 20]);
  const changed = (index: number, change: Partial<Row>) =>
    rows.map((row, i) => (i === index ? { ...row, ...change } : row));
  const cases: Record<
    string,
    [content: string | Uint8Array, code: ErrorCode, context: object, options?: ImportOptions]
  > = {
    'an empty file': ['', 'FRAME_EMPTY', {}],
    'a header alone': ['unique_id,ds,cutoff,GRU', 'FRAME_EMPTY', {}],
    'bytes that are no CSV': [
      Buffer.from([0xff, 0xfe, 0x00, 0x80, 0x0a, 0x01]),
      'FRAME_COLUMN',
      { column: 'unique_id' },
    ],
    'a broken gzip file': [gzipSync(csvOf(rows)).subarray(0, 60), 'FRAME_UNREADABLE', { format: 'gzipped CSV' }],
    'a broken parquet file': ['PAR1 and no more', 'FRAME_UNREADABLE', { format: 'parquet' }],
    'a missing key column, with the nearest name': [
      csvOf(rows).replace('cutoff', 'cut_off'),
      'FRAME_COLUMN',
      { column: 'cutoff', nearest: 'cut_off', found: ['unique_id', 'ds', 'cut_off', 'GRU', 'y'] },
    ],
    'a repeated column': [csvOf(rows, 'ds'), 'FRAME_COLUMN_REPEATED', { column: 'ds', positions: [2, 4] }],
    'no model column': [csvOf(rows, 'index'), 'FRAME_NO_MODEL', { found: ['unique_id', 'ds', 'cutoff', 'index', 'y'] }],
    'several models': [
      csvOf(
        changed(0, {}).map((row) => ({ ...row, value: `${row.value},1,2` })),
        'GRU,LGBM,LGBM-lo-90',
      ),
      'FRAME_SEVERAL_MODELS',
      { models: ['GRU', 'LGBM'] },
    ],
    'an unknown model, with the nearest name': [
      csvOf(rows),
      'FRAME_MODEL_UNKNOWN',
      { model: 'gro', models: ['GRU'], nearest: 'GRU' },
      { model: 'gro' },
    ],
    'intervals without their forecast': [csvOf(rows, 'GRU-lo-90'), 'FRAME_COLUMN', { column: 'GRU' }],
    'unknown ids, with their number, the first and the nearest name': [
      csvOf([...changed(2, { id: 'wave_1' }), { ...rows[0]!, id: 'x' }]),
      'FRAME_UNKNOWN_ID',
      { value: 'wave_1', row: 3, count: 2, idCount: 2, known: CHANNELS, what: 'target channels', nearest: 'wave1' },
    ],
    'a ds that is no time': [
      csvOf(changed(5, { ds: '31/01/2024' })),
      'FRAME_TIMESTAMP',
      { column: 'ds', value: '31/01/2024', row: 6, count: 1 },
    ],
    'a cutoff that is no time': [
      csvOf(rows.map((row) => ({ ...row, cutoff: '7' }))),
      'FRAME_TIMESTAMP',
      { column: 'cutoff', value: '7', row: 1, count: 16 },
    ],
    'a text where a number should be': [
      csvOf(changed(1, { value: 'many' })),
      'FRAME_UNREADABLE',
      { format: 'CSV', problem: expect.stringMatching(/Line: 3; .*"GRU".*"many"/) },
    ],
    'a row with too many fields': [
      `${csvOf(rows)}\nwave0,2024-01-01,2024-01-01,1,2,3`,
      'FRAME_UNREADABLE',
      { problem: expect.stringMatching(/Line: 18; .*Expected Number of Columns: 5 Found: 6/) },
    ],
    'an empty forecast': [
      csvOf(changed(3, { value: '' })),
      'FRAME_NOT_FINITE',
      { column: 'GRU', value: '', row: 4, count: 1, id: 'wave0', ds: time(13) },
    ],
    'NaN and infinity': [
      csvOf(rows.map((row, i) => ({ ...row, value: i === 8 ? 'nan' : i === 9 ? 'inf' : 1 }))),
      'FRAME_NOT_FINITE',
      { value: 'nan', row: 9, count: 2, id: 'wave1', ds: time(10) },
    ],
    'a number beyond float32': [csvOf(changed(0, { value: '1e39' })), 'FRAME_NOT_FINITE', { value: '1e+39', row: 1 }],
    'an interval that is not finite': [
      csvOf(
        rows.map((row) => ({ ...row, value: `1,0,nan` })),
        'GRU,GRU-lo-90,GRU-hi-90',
      ),
      'FRAME_NOT_FINITE',
      { column: 'GRU-hi-90', count: 16, row: 1 },
    ],
    'intervals whose ends are swapped': [
      csvOf(
        rows.map((row, i) => ({ ...row, value: i < 3 ? '1,0,2' : '1,2.5,0.5' })),
        'GRU,GRU-lo-90,GRU-hi-90',
      ),
      'FRAME_CROSSED',
      {
        low: 'GRU-lo-90',
        lowValue: '2.5',
        high: 'GRU-hi-90',
        highValue: '0.5',
        row: 4,
        count: 13,
        id: 'wave0',
        ds: time(13),
      },
    ],
    'a ds between two rows': [
      csvOf(changed(7, { ds: '2024-01-01 23:30:00' })),
      'FRAME_OFF_GRID',
      { id: 'wave0', ds: '2024-01-01 23:30:00', cutoff: time(19), count: 1, first: time(0), last: time(203) },
    ],
    'forecasts behind the last row': [csvOf(rowsOf([201, 202])), 'FRAME_OFF_GRID', { ds: time(204), count: 6 }],
    'a cutoff before the first row': [
      csvOf(rowsOf([0, 10])),
      'FRAME_CUTOFF',
      { id: 'wave0', cutoff: time(-1), ds: time(0), count: 8, first: time(0), last: time(202) },
    ],
    'a cutoff on the last row': [csvOf([{ ...rows[0]!, cutoff: time(203) }]), 'FRAME_CUTOFF', { count: 1 }],
    'a cutoff between two rows': [
      csvOf(changed(0, { cutoff: '2024-01-01 09:15:00' })),
      'FRAME_CUTOFF',
      { cutoff: '2024-01-01 09:15:00', count: 1 },
    ],
    'forecasts of the past': [
      csvOf(rows.map((row) => ({ ...row, cutoff: row.ds }))),
      'FRAME_BEFORE_CUTOFF',
      { id: 'wave0', ds: time(10), cutoff: time(10), count: 16 },
    ],
    duplicates: [
      csvOf([...rows, rows[4]!, rows[4]!, rows[15]!]),
      'FRAME_DUPLICATE',
      { id: 'wave0', ds: time(20), cutoff: time(19), count: 3 },
    ],
    'a shorter horizon': [
      csvOf(rows.filter((_, i) => i % 4 < 3)),
      'FRAME_HORIZON',
      { found: 3, expected: 4, windowCount: 2 },
    ],
    'a longer horizon': [
      csvOf([...rows, { ...rows[0]!, ds: time(14) }]),
      'FRAME_HORIZON',
      { found: 5, expected: 4, windowCount: 2 },
    ],
    'no complete window': [
      csvOf(rowsOf([10, 20], ['wave1'])),
      'FRAME_NO_WINDOW',
      {
        windowCount: 2,
        incomplete: 2,
        outside: 0,
        example: expect.stringContaining('cutoff 2024-01-01 09:00:00, which lacks step 1 of "wave0"'),
      },
    ],
    'windows outside of every split': [csvOf(rowsOf([158])), 'FRAME_NO_WINDOW', { incomplete: 0, outside: 1 }],
    'a time until which nothing was seen': [
      csvOf(rows),
      'TRAINED_UNTIL_INVALID',
      { value: '2023-12-31', problem: expect.stringContaining('2024-01-01T00:00:00.000Z') },
      { trainedUntil: '2023-12-31' },
    ],
    'a time that is none': [
      csvOf(rows),
      'TRAINED_UNTIL_INVALID',
      { value: '2024-02-30' },
      { trainedUntil: '2024-02-30' },
    ],
  };

  it.each(Object.keys(cases))('%s', async (name) => {
    const [content, code, context, options] = cases[name]!;
    const error = await importFrame(write('bad.csv', content), options).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PipelineError);
    expect(error).toMatchObject({ code, context });
    // Every number and name that it was thrown with is told.
    const { message, context: told } = error as PipelineError;
    for (const value of Object.values(told).filter((one) => ['number', 'string'].includes(typeof one)))
      if (value !== (told as { nearest?: string }).nearest) expect(message).toContain(String(value));
    expect(existsSync(at(`out${outs - 1}`))).toBe(false);
    expect(readdirSync(root).filter((entry) => entry.startsWith('.'))).toEqual([]);
  });

  it('a file that is not there', async () => {
    await expect(importFrame(at('nowhere.csv'))).rejects.toMatchObject({ code: 'FRAME_MISSING' });
  });

  it('a panel of several channels', async () => {
    await writePanelDataset(at('many'));
    await expect(importFrame(write('many.csv', csvOf(rows)), {}, at('many'))).rejects.toMatchObject({
      code: 'FRAME_PANEL_CHANNELS',
      context: { seriesCount: 3, channels: ['load', 'price'] },
    });
  });

  it('a parquet file whose ds holds whole numbers', async () => {
    const file = await parquetOf('numbers.parquet', write('n.csv', csvOf(rows)), '5 AS ds, unique_id, cutoff, GRU');
    await expect(importFrame(file)).rejects.toMatchObject({
      code: 'FRAME_TIMESTAMP',
      context: { column: 'ds', value: '5', row: 1, count: 16 },
    });
  });

  it('a folder that holds something else, before the frame is read', async () => {
    const out = { file: at('nowhere.csv'), dataset: at('dataset'), out: root };
    await expect(runImportForecasts({}, out, host)).rejects.toMatchObject({ code: 'ARTIFACT_OCCUPIED' });
  });
});

// The oracle is a plain list of dates: 200 months behind one another, 200 weekdays.
it.each([
  ['P1M', (row: number) => Date.UTC(2024, row, 1)],
  ['P3M', (row: number) => Date.UTC(2024, 3 * row, 1)],
  ['B', (row: number) => Date.UTC(2024, 0, 1 + row + 2 * Math.floor(row / 5))],
])('takes windows that go on in steps of %s', async (frequency, momentOf) => {
  await writeWaveDataset(at(`steps-${frequency}`), { ...WAVE, frequency });
  const dayOf = (row: number) => new Date(momentOf(row)).toISOString().slice(0, 10);
  const origins = [40, 41, 163];
  const rows = rowsOf(origins).map((row, i) => {
    const origin = origins[Math.floor(i / HORIZON) % origins.length]!;
    return { ...row, ds: dayOf(origin + (i % HORIZON)), cutoff: dayOf(origin - 1) };
  });
  const out = await importFrame(
    write(`${frequency}.csv`, csvOf(rows)),
    { trainedUntil: dayOf(43) },
    at(`steps-${frequency}`),
  );
  const seen = (origin: number) => (origin <= 43 ? 1 : 0);
  expect(contentOf(out)).toEqual(origins.map((origin) => [0, origin, seen(origin), ...windowOf(origin)]));
});

it('refuses forecasts that the transform of the targets does not take, with file, number and the first', async () => {
  const path = join(at('dataset-log'), 'manifest.json');
  cpSync(at('dataset'), at('dataset-log'), { recursive: true });
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as { meta: { scaler: object } };
  const setScaler = (scaler: object) =>
    writeFileSync(
      path,
      JSON.stringify({ ...manifest, meta: { ...manifest.meta, scaler: { ...manifest.meta.scaler, ...scaler } } }),
    );
  const rows = rowsOf([40, 41]).map((row, i) => (i === 9 || i === 13 ? { ...row, value: -2 } : row));
  const file = write('low.csv', csvOf(rows));
  setScaler({ transform: ['none', 'log1p'] });
  await expect(importFrame(file, {}, at('dataset-log'))).rejects.toMatchObject({
    code: 'SOFT_TARGETS_OUTSIDE_TRANSFORM',
    message: expect.stringMatching(
      /low\.csv holds 2 raw forecasts .* -2 at series 0, origin 40, channel "wave1" \(log1p\)/,
    ),
  });
  setScaler({ transform: ['none', 'log1p'], floor: 0 });
  await expect(importFrame(file, {}, at('dataset-log'))).resolves.toMatch(/out/);
});
