import { appendFileSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { changeJson, copyGolden, type Json, type JsonObject, KINDS } from '../../testing/golden-copy';
import { thrownBy } from '../../testing/thrown-by';
import { writeTable } from '../../testing/write-table';
import type { ColumnArrays, Columns } from '../arrow/column-type';
import { readTable } from '../arrow/read-table';
import { hashBytes } from '../artifact/hash-file';
import { backtestColumns } from '../artifacts/backtest';
import { openDataset, ORIGIN_COLUMNS, seriesColumns } from '../artifacts/dataset';
import { forecastColumns, intervalColumns } from '../artifacts/evaluation';
import { softTargetColumns } from '../artifacts/soft-targets';
import type { ArtifactKind } from '../schemas/manifest';
import { checkArtifact } from './check-artifact';

/** @file Broken copies of the golden artifacts: what is found, where, and that nothing hides anything else. */

const root = mkdtempSync(join(tmpdir(), 'check-'));
afterAll(() => rmSync(root, { recursive: true }));
let folders = 0;
const copyOf = (kind: ArtifactKind) => copyGolden(kind, join(root, `${kind}${folders++}`));
const dataset = openDataset(join(__dirname, '../../golden/dataset@1'));

/** Problems as they are printed. */
const problemsOf = (folder: string, given: typeof dataset | undefined = dataset) =>
  checkArtifact(folder, given).problems.map(({ topic, where, what }) => `${topic}: ${where}: ${what}`);
const factsOf = (folder: string) => Object.fromEntries(checkArtifact(folder, dataset).facts);

/** Enters the file as it is now into the manifest: what is wrong then is inside of it. */
function relist(folder: string, name: string): string {
  const bytes = readFileSync(join(folder, name));
  changeJson(join(folder, 'manifest.json'), (manifest) => {
    (manifest['files'] as JsonObject)[name] = { sha256: hashBytes(bytes), bytes: bytes.length };
  });
  return folder;
}

function changeFile(kind: ArtifactKind, name: string, change: (content: JsonObject) => void): string {
  const folder = copyOf(kind);
  changeJson(join(folder, name), change);
  return relist(folder, name);
}

const changeMeta = (kind: ArtifactKind, change: (meta: JsonObject) => void, folder = copyOf(kind)): string => {
  changeJson(join(folder, 'manifest.json'), (manifest) => change(manifest['meta'] as JsonObject));
  return folder;
};

/** Rewrites an Arrow file through `change`, which mutates what it is given. */
function changeTable<Table extends Columns>(
  [kind, name]: [ArtifactKind, string],
  columns: Table,
  change: (arrays: ColumnArrays<Table>) => unknown,
  folder = copyOf(kind),
): string {
  const path = join(folder, name);
  const arrays = readTable(path, columns);
  change(arrays);
  const [first = '', type] = Object.entries(columns)[0] ?? [];
  const rowCount = (arrays[first]?.length ?? 0) / (type && 'width' in type ? type.width : 1);
  rmSync(path);
  writeTable(path, columns, [{ rowCount, arrays }]);
  return relist(folder, name);
}

const SOFT = softTargetColumns({
  dataset: '',
  teacher: null,
  horizon: 2,
  channels: ['load', 'price'],
  unit: 'standardized',
  quantiles: [0.1, 0.9],
  features: [3, 2],
  trainedUntil: null,
  rowCount: 5,
});
const changeSoft = (change: (arrays: ColumnArrays<typeof SOFT>) => unknown, folder?: string) =>
  changeTable(['soft-targets', 'soft-targets.arrow'], SOFT, change, folder);

describe('golden artifacts', () => {
  it.each(KINDS)('%s is sound, with its data set and without', (kind) => {
    const folder = copyOf(kind);
    expect(problemsOf(folder)).toEqual([]);
    expect(checkArtifact(folder).problems).toEqual([]);
  });

  it('say what they are', () => {
    expect(factsOf(copyOf('soft-targets'))).toMatchObject({
      rows: '5',
      'in sample': '2',
      coverage: 'train 2 of 3, validation 1 of 1, test 0 of 1, future 2 of 2',
      'trained until': '2024-06-30T23:00:00.000Z',
    });
    expect(factsOf(copyOf('soft-targets'))).not.toHaveProperty('name');
    expect(factsOf(changeMeta('soft-targets', (meta) => void (meta['name'] = 'ridge')))).toMatchObject({
      name: 'ridge',
    });
    expect(factsOf(copyOf('model'))).toMatchObject({ parameters: '10', model: 'mlp, seed 7' });
    expect(factsOf(copyOf('dataset'))).toMatchObject({
      rows: '15 in 2 series, every PT1H',
      origins: 'train 3, validation 1, test 1, future 2; horizon 2, stride 1',
    });
    expect(factsOf(copyOf('evaluation'))).toMatchObject({ verdict: 'helps', rows: '4' });
    const report = checkArtifact(copyOf('model'));
    expect([report.title, report.notes]).toEqual([
      'model@1',
      ['without --dataset, neither leakage nor whether it belongs to its data set can be checked'],
    ]);
  });
});

describe('what is no artifact', () => {
  const refused = (path: string) => thrownBy('CHECK_NO_ARTIFACT', () => checkArtifact(path)).problem;
  it('is refused by the name of what it is', () => {
    const folder = copyOf('model');
    mkdirSync(join(root, 'plain'));
    expect(refused(join(folder, 'manifest.json'))).toBe('it is a lone manifest.json; its folder is the artifact');
    expect(refused(join(folder, 'weights.bin'))).toBe('it is a file');
    expect(refused(join(root, 'plain'))).toBe('the folder has no manifest.json');
    expect(refused(join(root, 'nowhere'))).toBe('there is nothing at this path');
  });
});

describe('manifest and files', () => {
  it('every fault is found, not only the first', () => {
    const folder = copyOf('soft-targets');
    changeJson(join(folder, 'manifest.json'), (manifest) => {
      manifest['author'] = 'me';
      (manifest['inputs'] as JsonObject)['teacher'] = 'abc';
      const meta = manifest['meta'] as JsonObject;
      meta['horizon'] = 0;
      meta['unit'] = 'percent';
    });
    const found = problemsOf(folder);
    expect(found.map((text) => text.split(': ').slice(0, 3).join(': '))).toEqual([
      'manifest: manifest.json: inputs.teacher',
      'manifest: manifest.json: top level',
      'manifest: manifest.json: meta.horizon',
      'manifest: manifest.json: meta.unit',
    ]);
    expect(found[1]).toContain('author');
  });

  it.each<[string, (manifest: JsonObject) => void, string]>([
    [
      'another version',
      (manifest) => void (manifest['version'] = 2),
      'version: 2; this program reads version 1 of model',
    ],
    ['another kind', (manifest) => void (manifest['kind'] = 'modle'), 'kind: "modle" is none of dataset, '],
  ])('%s is named, with what is known', (_, change, expected) => {
    const folder = copyOf('model');
    changeJson(join(folder, 'manifest.json'), change);
    expect(problemsOf(folder).join()).toContain(`manifest: manifest.json: ${expected}`);
    expect(checkArtifact(folder).notes.join()).toContain('what is in its files was not checked');
  });

  it('a kind with a slip is told the nearest', () => {
    const folder = copyOf('model');
    changeJson(join(folder, 'manifest.json'), (manifest) => void (manifest['kind'] = 'modle'));
    expect(problemsOf(folder).join()).toContain('did you mean "model"?');
  });

  it.each(['{ "kind": ', '[1]', '"model"'])('%s is no manifest', (text) => {
    const folder = copyOf('model');
    writeFileSync(join(folder, 'manifest.json'), text);
    expect(problemsOf(folder)[0]).toMatch(/^manifest: manifest\.json: it is (not JSON|JSON, but no object)/);
  });

  it('files that are lost, cut or changed are named one by one', () => {
    const folder = copyOf('model');
    rmSync(join(folder, 'history.json'));
    truncateSync(join(folder, 'weights.bin'), 36);
    const text = readFileSync(join(folder, 'model.json'), 'utf8');
    writeFileSync(join(folder, 'model.json'), text.replace('"seed": 7', '"seed": 8'));
    const found = problemsOf(folder);
    expect(found).toEqual([
      'files: history.json: it is listed in the manifest, but is not there',
      expect.stringMatching(/^files: model\.json: it has sha256 [0-9a-f]{64}, the manifest says 2da6e6a6.*changed$/),
      'files: weights.bin: it has 36 bytes, the manifest says 40: it was changed or cut',
      'match: manifest.json: meta.seed is 7, model.json says 8',
      'shape: weights.bin: it holds 9 weights, model.json lists 10',
    ]);
  });

  it('a table that was cut is named, and hides no other problem', () => {
    const folder = copyOf('dataset');
    truncateSync(join(folder, 'series.arrow'), 200);
    truncateSync(join(folder, 'windows.arrow'), 200);
    const found = problemsOf(folder);
    for (const name of ['series.arrow', 'windows.arrow'])
      expect(found.filter((problem) => problem.includes(name))).toEqual([
        expect.stringMatching(/^files: .* it has 200 bytes, the manifest says \d+: it was changed or cut$/),
        expect.stringMatching(/^schema: .* not an Arrow IPC file, or it was cut$/),
      ]);
  });

  it('a file that no manifest lists is a note, and no problem', () => {
    const folder = copyOf('dataset');
    appendFileSync(join(folder, 'README.md'), 'mine');
    expect(checkArtifact(folder)).toMatchObject({
      problems: [],
      notes: ['not in the manifest, so nobody reads it: README.md'],
    });
  });

  it.each<[ArtifactKind, string]>([
    ['dataset', 'windows.arrow'],
    ['model', 'weights.bin'],
    ['soft-targets', 'soft-targets.arrow'],
    ['evaluation', 'summary.json'],
  ])('%s needs %s in its list', (kind, name) => {
    const folder = copyOf(kind);
    changeJson(join(folder, 'manifest.json'), (manifest) =>
      Reflect.deleteProperty(manifest['files'] as JsonObject, name),
    );
    expect(problemsOf(folder)).toContainEqual(
      expect.stringMatching(`^files: ${name}: .*needs it, but it is not listed$`),
    );
  });
});

describe('soft targets', () => {
  const at = (text: string) => `soft-targets.arrow: ${text}`;

  it.each<[string, (arrays: ColumnArrays<typeof SOFT>) => void, string]>([
    [
      'a forecast that is NaN, by series, origin, step and channel',
      ({ forecast }) => forecast.set([NaN], 4 * 3 + 3),
      '1 row of "forecast" with NaN or an infinity; the first is NaN at series 0, origin 7, step 2, channel "price"',
    ],
    [
      'an infinite quantile, by its level too',
      ({ quantiles }) => (quantiles as Float32Array).set([Infinity], 8 + 4 + 2),
      '1 row of "quantiles" with NaN or an infinity; the first is Infinity at series 0, origin 1, step 2, channel "load", quantile 0.9',
    ],
    [
      'features that are no numbers, counted by row',
      ({ features }) => (features as Float32Array).fill(NaN, 6 + 2, 6 + 14),
      '3 rows of "features" with NaN or an infinity; the first is NaN at series 0, origin 1, value 2',
    ],
  ])('%s', (_, change, expected) => {
    expect(problemsOf(changeSoft(change))).toEqual([`values: ${at(expected)}`]);
  });

  it('a key that stands in it again, with the first row that repeats', () => {
    const folder = changeSoft(({ series, origin }) => {
      series.set([1], 3);
      origin.set([2, 2], 3);
      series.set([1], 4);
    });
    expect(problemsOf(folder)).toContain(
      `keys: ${at('2 rows with the key of another; the first is row 3: series 1, origin 2')}`,
    );
  });

  it('rows of windows that the data set does not have', () => {
    const folder = changeSoft(({ origin }) => origin.set([6, 9], 3));
    expect(problemsOf(folder)).toEqual([
      `coverage: ${at('2 rows for origins that the data set does not have; the first is series 0, origin 6')}`,
    ]);
  });

  it('but origins at the end of the train rows are allowed, in sample too', () => {
    // Train rows of series 0 end behind row 2: the targets of origin 2 cross that border.
    const folder = changeSoft(({ origin, inSample }) => {
      origin.set([2], 3);
      inSample.set([1], 3);
    });
    expect(problemsOf(folder)).toEqual([]);
    expect(factsOf(folder)['coverage']).toContain('newest 1');
  });

  it('rows in sample outside of train, with the split of the first', () => {
    const folder = changeSoft(({ inSample }) => inSample.set([1, 1], 2));
    expect(problemsOf(folder)).toEqual([
      `leakage: ${at('2 rows in sample outside of the train split; the first is series 0, origin 3 (validation)')}`,
    ]);
  });

  it('a teacher that saw what it is judged on, with the number of rows', () => {
    const changed = (until: Json) =>
      problemsOf(changeMeta('soft-targets', (meta) => void (meta['trainedUntil'] = until)));
    // The last train row of all series is 2024-07-01T01:00Z, the last of series 1; nothing is validated or tested behind it.
    expect(changed('2024-07-01T01:00:00.000Z')).toEqual([]);
    expect(changed('2024-07-01T01:00:01Z')).toEqual([
      'leakage: manifest.json: it was fitted until 2024-07-01T01:00:01Z, on 0 validation rows and 0 test rows behind the last train row, 2024-07-01T01:00:00.000Z',
    ]);
    expect(changed('last spring')).toEqual([
      'manifest: manifest.json: trainedUntil: "last spring" is no ISO 8601 time',
    ]);
    const unknown = checkArtifact(
      changeMeta('soft-targets', (meta) => void (meta['trainedUntil'] = null)),
      dataset,
    );
    expect([unknown.problems, unknown.notes.join()]).toEqual([[], expect.stringContaining('trainedUntil is unknown')]);
  });

  it('counts the validation and test rows that it saw', () => {
    const { manifest } = dataset;
    // Series 1 has the rows 22:00 to 01:00: the first is its train split now, and the last of all train rows.
    const borders = { train: [0, 1], validation: [1, 2], test: [2, 4] } as const;
    const series = manifest.meta.series.map((one, index) => (index === 1 ? { ...one, borders } : one));
    const early = { ...dataset, manifest: { ...manifest, meta: { ...manifest.meta, series } } };
    const folder = changeMeta('soft-targets', (meta) => void (meta['trainedUntil'] = '2024-07-01T00:00'));
    expect(problemsOf(folder, early)).toContain(
      'leakage: manifest.json: it was fitted until 2024-07-01T00:00, on 1 validation row and 1 test row behind the last train row, 2024-06-30T22:00:00.000Z',
    );
  });

  it('the unit that fits the truth far worse than the other', () => {
    // Raw, load is 10 + row and price 0.5 + row (golden/write-golden.ts): the truth itself, plus a little.
    const rawTruth = (change = 0) =>
      changeSoft(({ origin, forecast }) => {
        forecast.forEach((_, i) => {
          const row = origin[i >> 2]! + ((i >> 1) % 2);
          forecast[i] = (i % 2 === 0 ? 10 + row : 0.5 + row) + change;
        });
      });
    expect(problemsOf(rawTruth(0.01))).toEqual([
      expect.stringMatching(
        /^unit: manifest\.json: meta\.unit is standardized, but .* is \d+(\.\d)?; read as raw it would be 0\.000\d+$/,
      ),
    ]);
    const raw = changeMeta('soft-targets', (meta) => void (meta['unit'] = 'raw'), rawTruth(0.01));
    expect(problemsOf(raw)).toEqual([]);
    expect(checkArtifact(rawTruth()).problems).toEqual([]);
  });

  it('another data set, horizon and other channels', () => {
    const folder = changeMeta('soft-targets', (meta) => {
      meta['dataset'] = 'd'.repeat(64);
      meta['horizon'] = 1;
      meta['channels'] = ['a', 'b', 'c', 'd'];
    });
    const found = problemsOf(folder).filter((text) => text.startsWith('match'));
    expect(found.map((text) => text.slice(0, 40))).toEqual(
      [
        'match: manifest.json: meta.horizon is 1, ',
        'match: manifest.json: meta.channels is a',
        'match: manifest.json: meta.dataset is dd',
      ].map((text) => text.slice(0, 40)),
    );
  });

  it('a wrong number of rows, and columns that are missing or of another width', () => {
    const folder = changeMeta('soft-targets', (meta) => {
      meta['rowCount'] = 6;
      meta['features'] = [4];
      meta['quantiles'] = [];
    });
    const [shape, schema, ...rest] = problemsOf(folder);
    expect(shape).toBe(`shape: ${at('it has 5 rows, meta.rowCount says 6')}`);
    expect(schema).toContain('has no column "features" of type FixedSizeList[4]<Float32>');
    expect(rest).toEqual([]);
  });

  it('a file that is no Arrow file', () => {
    const folder = copyOf('soft-targets');
    writeFileSync(join(folder, 'soft-targets.arrow'), 'text');
    expect(problemsOf(relist(folder, 'soft-targets.arrow'))).toEqual([
      expect.stringMatching(/^schema: soft-targets\.arrow: .*not an Arrow IPC file/),
    ]);
  });
});

describe('models', () => {
  it('weights that are no numbers, by parameter, number and index', () => {
    const folder = copyOf('model');
    const bytes = readFileSync(join(folder, 'weights.bin'));
    bytes.writeFloatLE(NaN, 4 * 7);
    bytes.writeFloatLE(-Infinity, 4 * 8);
    bytes.writeFloatLE(NaN, 4 * 2);
    writeFileSync(join(folder, 'weights.bin'), bytes);
    expect(problemsOf(relist(folder, 'weights.bin'))).toEqual([
      'values: weights.bin: "layer0/kernel": 1 value not finite; the first is NaN at index 2',
      'values: weights.bin: "layer0/bias": 2 values not finite; the first is NaN at index 1',
    ]);
  });

  it('every key of model.json and history.json that breaks its schema', () => {
    const folder = changeFile('model', 'model.json', (model) => {
      model['lookback'] = -1;
      model['extra'] = 1;
    });
    writeFileSync(join(folder, 'history.json'), '[{"epoch": 0}]');
    const found = problemsOf(relist(folder, 'history.json')).map((text) => text.split(': ').slice(0, 3).join(': '));
    expect(found).toEqual([
      'schema: history.json: 0.epoch',
      'schema: history.json: 0.learningRate',
      'schema: history.json: 0.train',
      'schema: history.json: 0.validation',
      'schema: model.json: lookback',
      'schema: model.json: top level',
    ]);
  });

  it('a model trained later than the train border, or on other data', () => {
    const folder = changeFile('model', 'model.json', (model) => {
      (model['provenance'] as JsonObject)['trainedUntil'] = '2024-12-31';
      (model['provenance'] as JsonObject)['dataset'] = 'd'.repeat(64);
      (model['scaler'] as JsonObject)['shift'] = [[0, 0]];
      model['horizon'] = 5;
    });
    expect(problemsOf(folder)).toEqual([
      expect.stringMatching(/^leakage: model\.json: it was fitted until 2024-12-31, on 0 validation rows/),
      expect.stringMatching(/^match: model\.json: provenance\.dataset is "ddd/),
      expect.stringMatching(/^match: model\.json: horizon is 5, in the data set .* 2$/),
      expect.stringMatching(/^match: model\.json: scaler is /),
    ]);
  });

  it('a number of parameters that is not that of its weights', () => {
    expect(problemsOf(changeMeta('model', (meta) => void (meta['parameterCount'] = 11)))).toEqual([
      'match: manifest.json: meta.parameterCount is 11, model.json lists 10 weights',
    ]);
  });
});

describe('data sets', () => {
  const SERIES = seriesColumns(dataset.manifest.meta.channels, true);
  const changeSeries = (change: (arrays: ColumnArrays<Columns>) => unknown) =>
    problemsOf(changeTable(['dataset', 'series.arrow'], SERIES, change), undefined);
  const changeOrigins = (change: (arrays: ColumnArrays<typeof ORIGIN_COLUMNS>) => void) =>
    problemsOf(changeTable(['dataset', 'windows.arrow'], ORIGIN_COLUMNS, change), undefined);
  const changeSeriesMeta = (change: (series: JsonObject) => void) =>
    problemsOf(
      changeMeta('dataset', (meta) => change((meta['series'] as JsonObject[])[0]!)),
      undefined,
    );

  it('times that do not follow the frequency or the start, by series and row', () => {
    const found = changeSeries(({ timestamp }) => {
      const times = timestamp as BigInt64Array;
      times[4] = times[4]! + 1000n;
      times[9] = times[9]! - 3_600_000n;
    });
    expect(found).toEqual([
      'values: series.arrow: series "north": 2 steps other than PT1H; the first is row 4, from 2024-01-01T03:00:00.000Z to 2024-01-01T04:00:01.000Z',
      'values: series.arrow: series "south, "2"" starts at 2024-06-30T21:00:00.000Z, the manifest says 2024-06-30T22:00:00.000Z',
      'values: series.arrow: series "south, "2"": 1 step other than PT1H; the first is row 1, from 2024-06-30T21:00:00.000Z to 2024-06-30T23:00:00.000Z',
    ]);
  });

  it('values that are no numbers, by series, row and channel, what was missing too; those of future rows may be anything', () => {
    const found = changeSeries(({ target, past, known }) => {
      (target as Float32Array).set([NaN], 3); // masked
      (target as Float32Array).set([Infinity], 2 * 9 + 2 * 2 + 1);
      (past as Float32Array).set([NaN], 14); // behind the last observed row
      (known as Float32Array).set([NaN], 2 * 14 + 1);
    });
    expect(found).toEqual([
      'values: series.arrow: 2 values not finite though a model reads it; the first is NaN at series "north", row 1, channel "price"',
      'values: series.arrow: 1 value not finite though a model reads it; the first is NaN at series "south, "2"", row 5, channel "holiday"',
    ]);
  });

  it('rows that the manifest does not count', () => {
    const found = changeSeriesMeta((series) => void (series['rowCount'] = 10));
    expect(found).toContain('shape: series.arrow: it has 15 rows, the series of the manifest 16');
  });

  it('splits that overlap or do not fit', () => {
    expect(changeSeriesMeta((series) => void ((series['borders'] as JsonObject)['validation'] = [2, 5]))).toEqual([
      'leakage: manifest.json: series "north": its splits overlap or are out of order: train [0, 3), validation [2, 5), test [5, 7)',
    ]);
    expect(changeSeriesMeta((series) => void ((series['borders'] as JsonObject)['test'] = [5, 8]))).toEqual([
      'shape: manifest.json: series "north": train [0, 3), validation [3, 5), test [5, 8) do not fit 7 observed of 9 rows',
    ]);
  });

  it('origins twice, without a place, or with targets of another split', () => {
    expect(changeOrigins(({ origin }) => origin.set([1], 2))).toEqual([
      'keys: windows.arrow: 1 origin a second time; the first is row 2: series 1, origin 1, split 0',
    ]);
    expect(changeOrigins(({ origin, series }) => (origin.set([0], 0), series.set([5], 1)))).toEqual([
      'keys: windows.arrow: 2 origins without a series, a split or a row before; the first is row 0: series 0, origin 0, split 0',
    ]);
    expect(changeOrigins(({ origin }) => origin.set([2], 0))).toEqual([
      'leakage: windows.arrow: 1 origin with targets outside of the split; the first is row 0: series 0, origin 2, split 0',
    ]);
    expect(changeOrigins(({ split }) => split.set([1], 4))).toEqual([
      'shape: windows.arrow: it has 2 origins of the validation split, the manifest says 1',
      'shape: windows.arrow: it has 0 origins of the test split, the manifest says 1',
      'leakage: windows.arrow: 1 origin with targets outside of the split; the first is row 4: series 0, origin 5, split 1',
    ]);
  });

  it('a scaler that cannot be used', () => {
    const scaler = (change: (scaler: JsonObject) => void) =>
      problemsOf(
        changeMeta('dataset', (meta) => change(meta['scaler'] as JsonObject)),
        undefined,
      );
    expect(
      scaler(
        (one) =>
          void (one['scale'] = [
            [1, 0],
            [1, -2],
          ]),
      ),
    ).toEqual(['values: manifest.json: scaler.scale: 2 values not above 0']);
    expect(scaler((one) => void (one['shift'] = [[1, 0]]))).toEqual([
      'shape: manifest.json: scaler.shift is not [2][2]',
    ]);
    expect(scaler((one) => void (one['transform'] = ['sqrt']))).toContain(
      'shape: manifest.json: scaler.transform is not [2]',
    );
  });

  it('a scaler of covariates that does not fit their channels', () => {
    const scaled = (role: string, shift: number[], scale: number[]) =>
      problemsOf(
        changeMeta('dataset', (meta) => void (meta['covariateScaler'] = { [role]: { shift, scale } })),
        undefined,
      );
    expect(scaled('past', [1], [2])).toEqual([]);
    expect(scaled('past', [1, 2], [0])).toEqual([
      'shape: manifest.json: covariateScaler.past.shift is not [1]',
      'values: manifest.json: covariateScaler.past.scale: 1 value not above 0',
    ]);
    expect(scaled('static', [], [1, 2])).toEqual([
      'shape: manifest.json: covariateScaler.static.shift is not [1]',
      'shape: manifest.json: covariateScaler.static.scale is not [1]',
    ]);
  });

  it('a mask of anything but 0 and 1', () => {
    const found = changeSeries(({ mask }) => (mask as Uint8Array).set([2, 255], 2 * 9 + 3));
    expect(found).toEqual([
      'values: series.arrow: mask: 2 values other than 0 and 1; the first is 2 at series "south, "2"", row 1, channel "price"',
    ]);
  });

  it('targets that their transform does not take', () => {
    const folder = changeMeta(
      'dataset',
      (meta) => void ((meta['scaler'] as JsonObject)['transform'] = ['log1p', 'none']),
    );
    const change = (values: number[]) => {
      const set = ({ target }: ColumnArrays<Columns>) => (target as Float32Array).set(values, 4);
      return problemsOf(changeTable(['dataset', 'series.arrow'], SERIES, set, folder), undefined);
    };
    expect(change([-0.5, -9])).toEqual([]);
    expect(change([-1, -9])).toEqual([
      'values: series.arrow: 1 value that log1p does not take; the first is -1 at series "north", row 2, channel "load"',
    ]);
  });

  it('static features that are not there for every series, or no numbers', () => {
    const columns = { static: { kind: 'float32-list', width: 1 } } as const;
    const change = (values: number[]) =>
      problemsOf(
        changeTable(['dataset', 'static.arrow'], columns, (arrays) =>
          Object.assign(arrays, { static: Float32Array.from(values) }),
        ),
        undefined,
      );
    expect(change([1, NaN])).toEqual(['values: static.arrow: NaN at row 1, "area"']);
    expect(change([1])).toEqual(['shape: static.arrow: it has 1 rows for 2 series']);
  });

  it.each([
    // 31 January is followed by the last day of February, and that by 31 March, though 28 March is a month later too.
    ['P1M', '2024-01-31', ['2024-02-29', '2024-03-31', '2024-04-30'], '2024-03-29'],
    ['P3M', '2023-11-30', ['2024-02-29', '2024-05-31', '2024-08-31'], '2024-05-29'],
    // Friday, Monday, Wednesday (Tuesday was a holiday); a Saturday is no business day.
    ['B', '2024-03-01', ['2024-03-04', '2024-03-06', '2024-03-07'], '2024-03-09'],
    ['P1W', '2024-03-01', ['2024-03-08', '2024-03-15', '2024-03-22'], '2024-03-14'],
  ])('steps of %s that are none', (frequency, start, next, wrong) => {
    const found = (change: (times: string[]) => void) => {
      const times = [start, ...next];
      change(times);
      const folder = changeMeta('dataset', (meta) => {
        meta['frequency'] = frequency;
        for (const series of meta['series'] as JsonObject[]) series['start'] = new Date(start).toISOString();
      });
      const set = ({ timestamp }: ColumnArrays<Columns>) =>
        [0, 9].forEach((first) =>
          (timestamp as BigInt64Array).set(
            times.map((text) => BigInt(Date.parse(text))),
            first,
          ),
        );
      return problemsOf(changeTable(['dataset', 'series.arrow'], SERIES, set, folder), undefined).map(
        (problem) => /other than .*; the first is row (\d+)/.exec(problem)?.[1],
      );
    };
    // Rows behind the fourth keep the hours of the golden data set, so that row 4 is the first that is wrong; of the second series it is a
    // Monday in July, which may follow a business day in March.
    expect(found(() => undefined)).toEqual(frequency === 'B' ? ['4'] : ['4', '4']);
    expect(found((times) => void (times[2] = wrong))).toEqual(['2', '2']);
  });
});

describe('evaluations', () => {
  const COLUMNS = forecastColumns({ horizon: 2, channels: ['load', 'price'] });
  const changeForecasts = (change: (arrays: ColumnArrays<typeof COLUMNS>) => void) =>
    problemsOf(changeTable(['evaluation', 'forecasts.arrow'], COLUMNS, change));

  it('forecasts that are no numbers, of no model, or twice', () => {
    expect(changeForecasts(({ forecast }) => forecast.set([NaN], 4 * 2 + 2))).toEqual([
      'values: forecasts.arrow: 1 row with NaN or an infinity; the first is NaN at model 1, series 0, origin 5, step 2, channel "load"',
    ]);
    expect(changeForecasts(({ model }) => model.set([2], 3))).toEqual([
      'keys: forecasts.arrow: row 3 is of model 2, but meta.models lists 2',
      'shape: forecasts.arrow: model 1 has 1 row, but 2 windows were scored',
      'shape: forecasts.arrow: model 2 has 1 row, but 2 windows were scored',
    ]);
    expect(changeForecasts(({ origin }) => origin.set([5], 1))).toEqual([
      'keys: forecasts.arrow: 1 row with the key of another; the first is row 1: model 0, series 0, origin 5',
    ]);
  });

  it('intervals of no model, or of a width that is none; without a bound they are fine', () => {
    const problemsWith = (model: number, ...halfWidth: number[]) => {
      const folder = copyOf('evaluation');
      const columns = intervalColumns({ horizon: 2, channels: ['load', 'price'] });
      const arrays = {
        ...{ model: Int32Array.of(0, model), level: Int32Array.of(0, 0), calibration: Int8Array.of(0, 0) },
        halfWidth: Float32Array.of(1, 2, 3, 4, ...halfWidth),
      };
      writeTable(join(folder, 'intervals.arrow'), columns, [{ rowCount: 2, arrays }]);
      return problemsOf(relist(folder, 'intervals.arrow'));
    };
    expect(problemsWith(1, 0, 1, Infinity, 2)).toEqual([]);
    expect(problemsWith(2, 0, 1, 1, 2)).toEqual([
      'keys: intervals.arrow: row 1 is of model 2, but meta.models lists 2',
    ]);
    expect(problemsWith(1, 0, -1, 1, 2)).toEqual([
      'values: intervals.arrow: row 1 holds the half width -1, which is none',
    ]);
  });

  it('a summary that says otherwise than the manifest', () => {
    const folder = changeMeta('evaluation', (meta) => void (meta['outcome'] = 'hurts'));
    expect(problemsOf(folder)).toEqual(['match: summary.json: verdict.outcome is helps, the manifest says hurts']);
  });

  it('made of another data set than the one given', () => {
    const folder = copyOf('evaluation');
    changeJson(
      join(folder, 'manifest.json'),
      (manifest) => void ((manifest['inputs'] as JsonObject)['dataset'] = 'd'.repeat(64)),
    );
    expect(problemsOf(folder)).toEqual([expect.stringMatching(/^match: manifest\.json: inputs\.dataset is ddd/)]);
  });
});

describe('size searches', () => {
  it('a summary that breaks its schema, or counts other candidates than the manifest', () => {
    const folder = changeFile('size', 'size.json', (summary) => void (summary['margin'] = -1));
    expect(problemsOf(folder)).toEqual([expect.stringMatching(/^schema: size\.json: margin: /)]);
    const { length } = (JSON.parse(readFileSync(join(folder, 'size.json'), 'utf8')) as { candidates: unknown[] })
      .candidates;
    expect(problemsOf(changeMeta('size', (meta) => void (meta['candidateCount'] = 99)))).toEqual([
      `match: size.json: it lists ${length} candidates, meta.candidateCount says 99`,
    ]);
  });
});

describe('backtests', () => {
  const COLUMNS = backtestColumns({ horizon: 2, channels: ['load', 'price'] });
  const change = (edit: (arrays: ColumnArrays<typeof COLUMNS>) => unknown) =>
    changeTable(['backtest', 'backtest.arrow'], COLUMNS, edit);

  it('a forecast that is no number; a truth may be none', () => {
    expect(problemsOf(change(({ forecast }) => void (forecast[5] = NaN)))).toEqual([
      'values: backtest.arrow: 1 forecast with NaN or an infinity; the first is NaN at model 0, series 1, origin 4',
    ]);
    expect(problemsOf(change(({ truth }) => truth.fill(NaN)))).toEqual([]);
  });

  it('rows of a model that is not listed, and the same window twice', () => {
    const folder = change(({ model, series, origin }) => {
      model.fill(1);
      series.fill(1);
      origin.fill(4);
    });
    expect(problemsOf(folder)).toEqual([
      'keys: backtest.arrow: row 0 is of model 1, series 1, origin 4, which meta does not list',
      expect.stringMatching(/^keys: backtest.arrow: 1 row with the key of another; the first is row 1: /),
    ]);
  });

  it('windows that are not counted as often as they stand in the file and the summary', () => {
    expect(problemsOf(changeMeta('backtest', (meta) => void (meta['windowCount'] = 3)))).toEqual([
      'match: summary.json: overall.windowCount is 2, the manifest says 3',
      'match: summary.json: the sum of the periods’ windowCount is 2, the manifest says 3',
      'shape: backtest.arrow: it has 2 rows, the manifest speaks of 3',
    ]);
  });
});
