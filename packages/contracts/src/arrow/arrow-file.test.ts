import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Field,
  FixedSizeList,
  Float32,
  Int32,
  makeData,
  RecordBatch,
  Schema,
  Table,
  tableFromIPC,
  tableToIPC,
  Vector,
  vectorFromArray,
} from 'apache-arrow';
import fc from 'fast-check';
import { bytesRead } from '../../testing/bytes-read';
import { thrownBy } from '../../testing/thrown-by';
import { writeTable } from '../../testing/write-table';
import { ArrowFile, withArrowFile } from './arrow-file';
import { allocateColumn, type ColumnArray, type ColumnType, widthOf } from './column-type';
import { readTable } from './read-table';

const root = mkdtempSync(join(tmpdir(), 'arrow-file-'));
afterAll(() => rmSync(root, { recursive: true }));
let fileCount = 0;
const newPath = () => join(root, `${fileCount++}.arrow`);

type Value = number | bigint;
const TYPES: readonly [ColumnType, fc.Arbitrary<Value>][] = [
  [{ kind: 'int8' }, fc.integer({ min: -128, max: 127 })],
  [{ kind: 'int32' }, fc.integer()],
  [{ kind: 'float32' }, fc.float()],
  [{ kind: 'timestamp' }, fc.bigInt({ min: -(2n ** 52n), max: 2n ** 52n })],
  [{ kind: 'bool' }, fc.integer({ min: 0, max: 1 })],
  [{ kind: 'float32-list', width: 1 }, fc.float()],
  [{ kind: 'float32-list', width: 7 }, fc.float()],
  [{ kind: 'uint8-list', width: 3 }, fc.integer({ min: 0, max: 255 })],
];

function arrayOf(type: ColumnType, values: readonly Value[]): ColumnArray {
  const array = allocateColumn(type, values.length / widthOf(type));
  values.forEach((value, i) => (array[i] = value));
  return array;
}

/** Bit patterns, so that NaN equals NaN and -0 differs from 0. */
const bits = (array: ColumnArray) => Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('hex');

/** Values of each batch: from none to four batches of 0 to 19 rows. */
const batchesOf = (type: ColumnType, value: fc.Arbitrary<Value>) =>
  fc.array(
    fc
      .integer({ min: 0, max: 19 })
      .chain((rows) => fc.array(value, { minLength: rows * widthOf(type), maxLength: rows * widthOf(type) })),
    { maxLength: 4 },
  );

const write = (type: ColumnType, batches: readonly Value[][]) =>
  writeTable(
    newPath(),
    { x: type },
    batches.map((values) => ({ rowCount: values.length / widthOf(type), arrays: { x: arrayOf(type, values) } })),
  );

describe.each(TYPES)('a column of type %j', (type, value) => {
  const width = widthOf(type);

  it('comes back as written, whatever its batches', () => {
    fc.assert(
      fc.property(batchesOf(type, value), (batches) => {
        const read = readTable(write(type, batches), { x: type }).x;
        expect(bits(read)).toBe(bits(arrayOf(type, batches.flat())));
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  it('gives any range of rows, across batches', () => {
    fc.assert(
      fc.property(batchesOf(type, value), fc.nat(), fc.nat(), (batches, a, b) => {
        const values = batches.flat();
        const rowCount = values.length / width;
        const first = a % (rowCount + 1);
        const count = b % (rowCount - first + 1);
        const target = allocateColumn(type, count);
        withArrowFile(write(type, batches), (file) => file.column('x', type).read(first, count, target));
        expect(bits(target)).toBe(bits(arrayOf(type, values.slice(first * width, (first + count) * width))));
      }),
      { numRuns: 40, seed: 2 },
    );
  });

  it('is read the same by apache-arrow', () => {
    fc.assert(
      fc.property(batchesOf(type, value), (batches) => {
        const vector = tableFromIPC(readFileSync(write(type, batches))).getChild('x')!;
        const rows = Array.from({ length: vector.length }, (_, row) => vector.get(row) as Value | Iterable<Value>);
        const flat = rows.flatMap((row) => (typeof row === 'object' ? [...row] : [row]));
        const values = type.kind === 'timestamp' ? flat.map((ms) => BigInt(ms)) : flat.map(Number);
        expect(bits(arrayOf(type, values))).toBe(bits(arrayOf(type, batches.flat())));
      }),
      { numRuns: 20, seed: 3 },
    );
  });
});

describe('traps of Arrow files', () => {
  it('returns 3 values for 3 rows, though the file holds 4 (padding)', () => {
    const path = write({ kind: 'int32' }, [[1, 2, 3]]);
    expect([...readTable(path, { x: { kind: 'int32' } }).x]).toEqual([1, 2, 3]);
  });

  it('puts no padding between the batches', () => {
    const path = write({ kind: 'int8' }, [[1], [2, 3, 4], [5, 6]]);
    expect([...readTable(path, { x: { kind: 'int8' } }).x]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('reads all batches, not only the first', () => {
    const path = write({ kind: 'float32' }, [[1, 2], [3], [], [4, 5]]);
    expect([...readTable(path, { x: { kind: 'float32' } }).x]).toEqual([1, 2, 3, 4, 5]);
  });

  it('reads bits that start and end inside a byte and go on in the next batch', () => {
    const values = Array.from({ length: 30 }, (_, i) => (i % 3 === 0 ? 1 : 0));
    const path = write({ kind: 'bool' }, [values.slice(0, 9), values.slice(9, 26), values.slice(26)]);
    const target = new Uint8Array(20);
    withArrowFile(path, (file) => file.column('x', { kind: 'bool' }).read(7, 20, target));
    expect([...target]).toEqual(values.slice(7, 27));
  });

  it.each([[[]], [[[]]]])('reads a table without rows (batches: %j)', (batches) => {
    withArrowFile(write({ kind: 'float32-list', width: 4 }, batches), (file) => {
      expect(file.rowCount).toBe(0);
      expect(file.column('x', { kind: 'float32-list', width: 4 }).readAll()).toHaveLength(0);
    });
  });
});

/** A table with a nullable column, as other programs write it. */
function writeNullable(type: Int32 | FixedSizeList<Float32>, batches: readonly unknown[][]): string {
  const schema = new Schema([new Field('x', type, true)]);
  const tables = batches.map((values) => new Table(schema, { x: vectorFromArray(values, type) }));
  const whole = new Table(
    schema,
    tables.flatMap((table) => table.batches.map((batch) => new RecordBatch(schema, batch.data))),
  );
  const path = newPath();
  writeFileSync(path, tableToIPC(whole, 'file'));
  return path;
}

describe('NULL', () => {
  const list = new FixedSizeList(2, new Field('item', new Float32(), true));
  const listType = { kind: 'float32-list', width: 2 } as const;

  it('is refused with its count over all batches, for it would be read as 0', () => {
    const file = writeNullable(new Int32(), [[1, 2, 3], [4, null, 6, null], [null]]);
    const open = () => withArrowFile(file, (opened) => opened.column('x', { kind: 'int32' }));
    expect(thrownBy('ARROW_NULL', open)).toEqual({ file, column: 'x', count: 3 });
  });

  it('is refused inside a list', () => {
    const file = writeNullable(list, [[[1, 2]], [[3, null]]]);
    const open = () => withArrowFile(file, (opened) => opened.column('x', listType));
    expect(thrownBy('ARROW_NULL', open).count).toBe(1);
  });

  it('is refused where a whole list is NULL, each of its values counted once', () => {
    const file = writeNullable(list, [[[1, 2], null]]);
    const open = () => withArrowFile(file, (opened) => opened.column('x', listType));
    expect(thrownBy('ARROW_NULL', open).count).toBe(2);
  });

  it('is refused where only the list is marked, not the values inside it', () => {
    const values = new Float32Array(6);
    const child = makeData({ type: new Float32(), length: 6, nullCount: 0, data: values });
    const data = makeData({ type: list, length: 3, nullCount: 1, nullBitmap: Uint8Array.of(0b101), child });
    const file = newPath();
    writeFileSync(file, tableToIPC(new Table({ x: new Vector([data]) }), 'file'));
    const open = () => withArrowFile(file, (opened) => opened.column('x', listType));
    expect(thrownBy('ARROW_NULL', open).count).toBe(2);
  });

  it('does not matter where a column could hold it but does not', () => {
    expect([...readTable(writeNullable(list, [[[1, 2]], [[3, 4]]]), { x: listType }).x]).toEqual([1, 2, 3, 4]);
  });

  it('in one column leaves the others readable', () => {
    const table = new Table({
      gaps: vectorFromArray([null, 1], new Int32()),
      x: vectorFromArray([7, 8], new Int32()),
    });
    const path = newPath();
    writeFileSync(path, tableToIPC(table, 'file'));
    expect([...readTable(path, { x: { kind: 'int32' } }).x]).toEqual([7, 8]);
  });
});

describe('a column', () => {
  const path = write({ kind: 'float32-list', width: 3 }, [[1, 2, 3, 4, 5, 6]]);

  it.each<[string, ColumnType, string]>([
    ['y', { kind: 'float32-list', width: 3 }, 'FixedSizeList[3]<Float32>'],
    ['x', { kind: 'float32-list', width: 4 }, 'FixedSizeList[4]<Float32>'],
    ['x', { kind: 'uint8-list', width: 3 }, 'FixedSizeList[3]<Uint8>'],
    ['x', { kind: 'timestamp' }, 'Timestamp<MILLISECOND, UTC>'],
  ])('%s as %j is refused by name and type', (column, type, expected) => {
    const open = () => withArrowFile(path, (file) => file.column(column, type));
    expect(thrownBy('ARROW_COLUMN', open)).toEqual({
      file: path,
      column,
      found: ['x: FixedSizeList[3]<Float32>'],
      expected,
    });
  });

  it.each([
    [0, 3],
    [2, 1],
    [-1, 1],
    [0, -1],
    [Number.NaN, 1],
  ])('of 2 rows has no rows %d + %d', (first, count) => {
    withArrowFile(path, (file) => {
      const column = file.column('x', { kind: 'float32-list', width: 3 });
      expect(() => column.read(first, count, new Float32Array(30))).toThrow(RangeError);
    });
  });

  it('leaves the rest of a longer array as it was', () => {
    withArrowFile(write({ kind: 'int32' }, [[1, 2, 3, 4]]), (file) => {
      const target = new Int32Array(4).fill(9);
      file.column('x', { kind: 'int32' }).read(1, 2, target);
      expect([...target]).toEqual([2, 3, 9, 9]);
    });
  });

  it('is never read into an array that is too short', () => {
    withArrowFile(path, (file) => {
      const column = file.column('x', { kind: 'float32-list', width: 3 });
      expect(() => column.read(0, 2, new Float32Array(5))).toThrow('2 rows of 3 do not fit into 5 values');
      column.read(0, 2, new Float32Array(6));
    });
  });
});

describe('reading by position', () => {
  const width = 600;
  const rowsPerBatch = 500;
  const type = { kind: 'float32-list', width } as const;
  const batches = Array.from({ length: 8 }, (_, batch) => {
    const x = new Float32Array(rowsPerBatch * width);
    for (let row = 0; row < rowsPerBatch; row++) x.fill(batch * rowsPerBatch + row, row * width, (row + 1) * width);
    return { rowCount: rowsPerBatch, arrays: { x } };
  });
  const path = writeTable(newPath(), { x: type }, batches); // 9.6 MB

  it('opens a file without reading its values', () => {
    const bytes = bytesRead(() => withArrowFile(path, (file) => file.column('x', type)));
    expect(bytes).toBeLessThan(8_000);
  });

  it('reads no more than the rows asked for', () => {
    const target = new Float32Array(width);
    const file = new ArrowFile(path);
    const column = file.column('x', type);
    const rows = Array.from({ length: 200 }, (_, i) => (i * 1237) % column.rowCount);
    const found: (number | undefined)[] = [];
    const bytes = bytesRead(() => {
      for (const row of rows) {
        column.read(row, 1, target);
        found.push(target[0], target[width - 1]);
      }
    });
    file.close();
    expect(found).toEqual(rows.flatMap((row) => [row, row]));
    expect(bytes).toBe(rows.length * width * 4);
  });
});

it('carries the metadata of the schema', () => {
  const path = writeTable(newPath(), { x: { kind: 'int8' } }, [], { 'tsdistill.kind': 'dataset', empty: '' });
  withArrowFile(path, (file) => {
    expect([...file.metadata]).toEqual([
      ['tsdistill.kind', 'dataset'],
      ['empty', ''],
    ]);
    expect(file.columnNames).toEqual(['x']);
  });
});

it('closes the file when the body throws', () => {
  const path = write({ kind: 'int8' }, [[1]]);
  let opened: ArrowFile | undefined;
  const body = (file: ArrowFile) => {
    opened = file;
    throw new Error('stop');
  };
  expect(() => withArrowFile(path, body)).toThrow('stop');
  expect(() => opened?.column('x', { kind: 'int8' }).readAll()).toThrow('EBADF');
});
