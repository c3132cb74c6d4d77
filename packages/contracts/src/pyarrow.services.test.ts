import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KINDS } from '../testing/golden-copy';
import { thrownBy } from '../testing/thrown-by';
import { ArrowFile, withArrowFile } from './arrow/arrow-file';
import type { ColumnType } from './arrow/column-type';
import { openDataset, readOrigins, readSeries } from './artifacts/dataset';
import { checkSoftTargets, openSoftTargets } from './artifacts/soft-targets';

const root = mkdtempSync(join(tmpdir(), 'pyarrow-'));
afterAll(() => rmSync(root, { recursive: true }));

const golden = (name: string) => join(__dirname, '../golden', name);

function python(script: string, ...args: string[]): string {
  const interpreter = process.env['TSDISTILL_PYTHON'] ?? 'python3';
  return execFileSync(interpreter, [join(__dirname, '../testing', script), ...args], { encoding: 'utf8' });
}

interface Description {
  readonly batches: readonly number[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly nulls: number;
  readonly types: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, readonly unknown[]>>;
}

/** Columns of the golden files: our type, and the type as pyarrow prints it. */
const list = (width: number, type = 'float') => `fixed_size_list<item: ${type} not null>[${width}] not null`;
const INT32: [ColumnType, string] = [{ kind: 'int32' }, 'int32 not null'];
const floats = (width: number): [ColumnType, string] => [{ kind: 'float32-list', width }, list(width)];
const FILES: Readonly<Record<string, Readonly<Record<string, [ColumnType, string]>>>> = {
  'backtest@1/backtest.arrow': {
    model: INT32,
    series: INT32,
    origin: INT32,
    timestamp: [{ kind: 'timestamp' }, 'timestamp[ms, tz=UTC] not null'],
    forecast: floats(4),
    truth: floats(4),
  },
  'dataset@1/series.arrow': {
    timestamp: [{ kind: 'timestamp' }, 'timestamp[ms, tz=UTC] not null'],
    target: floats(2),
    past: floats(1),
    known: floats(2),
    mask: [{ kind: 'uint8-list', width: 2 }, list(2, 'uint8')],
  },
  'dataset@1/static.arrow': { static: floats(1) },
  'dataset@1/windows.arrow': { series: INT32, origin: INT32, split: [{ kind: 'int8' }, 'int8 not null'] },
  'evaluation@1/forecasts.arrow': { model: INT32, series: INT32, origin: INT32, forecast: floats(4) },
  'soft-targets@1/soft-targets.arrow': {
    series: INT32,
    origin: INT32,
    inSample: [{ kind: 'bool' }, 'bool not null'],
    forecast: floats(4),
    quantiles: floats(8),
    features: floats(6),
  },
};

describe('pyarrow reads', () => {
  let seen: Description[] = [];
  beforeAll(() => {
    seen = JSON.parse(python('describe_arrow.py', ...Object.keys(FILES).map(golden))) as Description[];
  });

  it('every Arrow file of every golden artifact: the list above is complete', () => {
    const found = KINDS.flatMap((kind) =>
      readdirSync(golden(`${kind}@1`))
        .filter((name) => name.endsWith('.arrow'))
        .map((name) => `${kind}@1/${name}`),
    );
    expect(found.sort()).toEqual(Object.keys(FILES));
  });

  describe.each(Object.keys(FILES))('%s', (name) => {
    const columns = FILES[name] ?? {};
    const description = () => seen[Object.keys(FILES).indexOf(name)]!;

    it('in full, without a NULL', () => {
      expect(description().nulls).toBe(0);
      expect(description().batches.length).toBeGreaterThan(0);
    });

    it('with the types of the contract', () => {
      const types = Object.entries(columns).map(([column, [, type]]) => [column, type]);
      expect(Object.entries(description().types)).toEqual(types);
    });

    it('with kind and version in its metadata', () => {
      expect(description().metadata).toMatchObject({
        'tsdistill.kind': name.split('@')[0],
        'tsdistill.version': '1',
      });
    });

    it('with the values that we read', () => {
      withArrowFile(golden(name), (file) => {
        for (const [column, [type]] of Object.entries(columns)) {
          const ours = Array.from(file.column(column, type).readAll(), Number);
          const theirs = (description().values[column] ?? [])
            .flat()
            .map((value) => (value === null ? NaN : Number(value)));
          expect([column, ...ours]).toEqual([column, ...theirs]);
        }
      });
    });
  });

  it('what soft targets say of themselves', () => {
    const { metadata } = seen[Object.keys(FILES).indexOf('soft-targets@1/soft-targets.arrow')]!;
    expect(JSON.parse(metadata['tsdistill.meta'] ?? '')).toMatchObject({ horizon: 2, channels: ['load', 'price'] });
  });
});

it('accepts soft targets that a Python program wrote for a data set', () => {
  const folder = join(root, 'python');
  python('write_soft_targets.py', golden('dataset@1'), folder);
  const dataset = openDataset(golden('dataset@1'));
  const softTargets = openSoftTargets(folder);
  expect(() => checkSoftTargets(dataset, softTargets)).not.toThrow();
  const { series, origin, split } = readOrigins(dataset);
  const { target } = readSeries(dataset);
  expect([...softTargets.series]).toEqual([...series]);
  expect([...softTargets.origin]).toEqual([...origin]);
  expect([...softTargets.inSample]).toEqual([...split].map((code) => (code === 0 ? 1 : 0)));
  const forecast = new Float32Array(4);
  series.forEach((s, row) => {
    const last = (s === 0 ? 0 : 9) + origin[row]! - 1;
    const [load, price] = target.subarray(2 * last, 2 * last + 2);
    softTargets.readForecast(softTargets.rowOf(s, origin[row]!), 1, forecast);
    expect([...forecast]).toEqual([load, price, load, price]);
  });
  softTargets.close();
});

describe('a file from pyarrow', () => {
  beforeAll(() => void python('write_foreign_tables.py', root));
  const x = { kind: 'float32-list', width: 2 } as const;

  it('with slices, dictionaries, lists and several batches is read right', () => {
    withArrowFile(join(root, 'sliced.arrow'), (file) => {
      const rows = Array.from({ length: 41 }, (_, i) => i + 5);
      expect([...file.column('x', x).readAll()]).toEqual(rows.flatMap((row) => [row, row + 0.5]));
      expect([...file.column('flag', { kind: 'bool' }).readAll()]).toEqual(rows.map((row) => (row % 3 === 0 ? 1 : 0)));
      expect([...file.column('at', { kind: 'timestamp' }).readAll()]).toEqual(rows.map((row) => BigInt(1000 * row)));
    });
  });

  it.each(['lz4', 'zstd'])('compressed with %s is refused', (codec) => {
    const file = join(root, `${codec}.arrow`);
    expect(thrownBy('ARROW_COMPRESSED', () => new ArrowFile(file))).toEqual({ file });
  });

  it('with NULL is refused, each missing value counted', () => {
    const file = join(root, 'holes.arrow');
    expect(thrownBy('ARROW_NULL', () => withArrowFile(file, (opened) => opened.column('x', x)))).toEqual({
      file,
      column: 'x',
      count: 3,
    });
  });
});
