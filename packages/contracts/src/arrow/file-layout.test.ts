import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CompressionType,
  compressionRegistry,
  DenseUnion,
  Dictionary,
  Field,
  Float32,
  Float64,
  Int32,
  Int8,
  LargeUtf8,
  List,
  makeBuilder,
  makeData,
  Null,
  RecordBatchFileWriter,
  Struct,
  Table,
  tableToIPC,
  Utf8,
  Vector,
  vectorFromArray,
} from 'apache-arrow';
import { bytesRead } from '../../testing/bytes-read';
import { thrownBy } from '../../testing/thrown-by';
import { SPARSE_WIDTH, writeSparseFile } from '../../testing/write-sparse-file';
import { writeTable } from '../../testing/write-table';
import { ArrowFile, withArrowFile } from './arrow-file';
import { readTable } from './read-table';

const root = mkdtempSync(join(tmpdir(), 'file-layout-'));
afterAll(() => rmSync(root, { recursive: true }));
let fileCount = 0;

function store(bytes: Uint8Array): string {
  const path = join(root, `${fileCount++}.arrow`);
  writeFileSync(path, bytes);
  return path;
}

const small = writeTable(join(root, 'small.arrow'), { x: { kind: 'float32' }, flag: { kind: 'bool' } }, [
  { rowCount: 3, arrays: { x: Float32Array.of(1, 2, 3), flag: Uint8Array.of(1, 0, 1) } },
  { rowCount: 2, arrays: { x: Float32Array.of(4, 5), flag: Uint8Array.of(0, 1) } },
]);

describe('a file beyond 2 GiB', () => {
  const path = join(root, 'sparse.arrow');
  const last = 9_999;
  beforeAll(() => writeSparseFile(path, [10_000, 5], [0, 8_191, 8_192, last, 10_000, 10_004]));

  it('gives its last windows, inside one batch and across batches', () => {
    expect(statSync(path).size).toBeGreaterThan(2.6e9);
    const target = new Float32Array(2 * SPARSE_WIDTH);
    const file = new ArrowFile(path);
    const column = file.column('x', { kind: 'float32-list', width: SPARSE_WIDTH });
    const firstValues = (row: number) => {
      column.read(row, 2, target);
      return [target[0], target[1], target[SPARSE_WIDTH]];
    };
    expect(column.rowCount).toBe(10_005);
    expect(firstValues(8_191)).toEqual([8_192, 0, 8_193]);
    expect(firstValues(last)).toEqual([10_000, 0, 10_001]);
    expect(firstValues(10_003)).toEqual([0, 0, 10_005]);
    file.close();
  });

  it('costs one window of reading for one window', () => {
    const target = new Float32Array(SPARSE_WIDTH);
    const type = { kind: 'float32-list', width: SPARSE_WIDTH } as const;
    const bytes = bytesRead(() => withArrowFile(path, (file) => file.column('x', type).read(last, 1, target)));
    expect(bytes).toBeLessThan(1.1 * target.byteLength);
  });
});

describe('a broken file', () => {
  it('cut at any byte is refused', () => {
    const bytes = readFileSync(small);
    for (let length = 0; length < bytes.length; length++) {
      const file = store(bytes.subarray(0, length));
      expect(thrownBy('ARTIFACT_INVALID', () => new ArrowFile(file)).file).toBe(file);
      rmSync(file);
    }
  });

  it('says that it was cut', () => {
    const file = store(readFileSync(small).subarray(0, -1));
    expect(() => new ArrowFile(file)).toThrow(
      `${file} does not follow its contract: it is not an Arrow IPC file, or it was cut.`,
    );
  });

  it('whose middle is missing is refused, for its last batch would lie behind its end', () => {
    const type = { kind: 'float32' } as const;
    const rows = { rowCount: 1_000, arrays: { x: new Float32Array(1_000) } };
    const bytes = readFileSync(writeTable(join(root, 'middle.arrow'), { x: type }, [rows]));
    const middle = bytes.length >> 1;
    const file = store(Buffer.concat([bytes.subarray(0, middle - 500), bytes.subarray(middle + 500)]));
    expect(thrownBy('ARTIFACT_INVALID', () => new ArrowFile(file)).problem).toBe(
      'a record batch lies behind its end: it was cut',
    );
  });

  it('that is something else is refused', () => {
    const file = store(Buffer.from('date,a,b\n2024-01-01,1,2\n'));
    expect(thrownBy('ARTIFACT_INVALID', () => new ArrowFile(file)).problem).toContain('not an Arrow IPC file');
  });
});

/** Only its mark in the file matters here; pyarrow's real compression is tested with the services. */
const CODEC = { encode: () => Uint8Array.of(40, 181, 47, 253, 0, 0) };

it('refuses a compressed file', () => {
  compressionRegistry.set(CompressionType.ZSTD, CODEC);
  const writer = new RecordBatchFileWriter({ compressionType: CompressionType.ZSTD });
  writer.write(new Table({ x: vectorFromArray([1, 2, 3], new Int32()) }));
  const file = store(writer.finish().toUint8Array(true));
  expect(thrownBy('ARROW_COMPRESSED', () => new ArrowFile(file))).toEqual({ file });
});

describe('columns that no contract knows', () => {
  const struct = new Struct([new Field('a', new Float64()), new Field('b', new Utf8())]);
  const list = new List(new Field('item', new Int32()));
  const dictionary = makeData({
    type: new Dictionary(list, new Int8()),
    length: 3,
    nullCount: 0,
    data: Int8Array.of(0, 1, 0),
    dictionary: vectorFromArray([[1], [2, 3]], list),
  });
  const foreign: readonly [string, Vector][] = [
    ['Utf8', vectorFromArray(['a', '', 'ccc'], new Utf8())],
    ['LargeUtf8', vectorFromArray(['a', '', 'ccc'], new LargeUtf8())],
    ['Dictionary', vectorFromArray(['a', 'b', 'a'], new Dictionary(new Utf8(), new Int8()))],
    ['Dictionary of lists', new Vector([dictionary])],
    ['List', vectorFromArray([[1], [2, 3], []], list)],
    [
      'Struct',
      vectorFromArray(
        [
          { a: 1, b: 'x' },
          { a: 2, b: 'y' },
          { a: 3, b: '' },
        ],
        struct,
      ),
    ],
    ['Null', vectorFromArray([null, null, null], new Null())],
  ];

  it.each(foreign)('%s before a column of ours does not shift it', (_, vector) => {
    const table = new Table({ foreign: vector, x: vectorFromArray([1.5, 2.5, 3.5], new Float32()) });
    expect([...readTable(store(tableToIPC(table, 'file')), { x: { kind: 'float32' } }).x]).toEqual([1.5, 2.5, 3.5]);
  });

  it('are refused where their buffers cannot be counted', () => {
    const union = new DenseUnion([0, 1], [new Field('a', new Int32()), new Field('b', new Utf8())]);
    const options = { type: union, valueToChildTypeId: () => 1 };
    const either = makeBuilder(options).append('a').finish().toVector();
    const file = store(tableToIPC(new Table({ either, x: vectorFromArray([1], new Int32()) }), 'file'));
    expect(thrownBy('ARTIFACT_INVALID', () => new ArrowFile(file)).problem).toContain('column "either" has type');
  });

  it('are refused when two have the same name', () => {
    const path = store(
      tableToIPC(new Table({ x: vectorFromArray([1], new Int32()), y: vectorFromArray([2], new Int32()) }), 'file'),
    );
    const bytes = readFileSync(path);
    for (let at = bytes.indexOf('\u0001\0\0\0y'); at >= 0; at = bytes.indexOf('\u0001\0\0\0y', at + 1))
      bytes.write('x', at + 4);
    const file = store(bytes);
    expect(thrownBy('ARTIFACT_INVALID', () => new ArrowFile(file)).problem).toBe(
      'two of its columns have the same name',
    );
  });
});

describe('a batch header', () => {
  /** `small` with every int64 `from` replaced. */
  function patched(from: bigint, to: bigint): string {
    const bytes = readFileSync(small);
    const pattern = Buffer.from(BigInt64Array.of(from).buffer);
    for (let at = bytes.indexOf(pattern); at >= 0; at = bytes.indexOf(pattern, at + 8)) bytes.writeBigInt64LE(to, at);
    return store(bytes);
  }

  it('may not promise more rows than it holds values', () => {
    const read = () => withArrowFile(patched(3n, 4_000n), (file) => file.column('x', { kind: 'float32' }));
    expect(thrownBy('ARTIFACT_INVALID', read).problem).toBe('column "x" holds fewer values than rows');
  });

  it('may not point outside of its batch', () => {
    const open = () => new ArrowFile(patched(16n, 16_000n));
    expect(thrownBy('ARTIFACT_INVALID', open).problem).toBe('column "x" lies outside its record batch');
  });
});
