import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { writeTable } from '../../testing/write-table';
import { HashingFile } from '../artifact/hashing-file';
import { readTable } from './read-table';
import { ArrowWriter } from './write-arrow';

const root = mkdtempSync(join(tmpdir(), 'write-arrow-'));
afterAll(() => rmSync(root, { recursive: true }));

const COLUMNS = { id: { kind: 'int32' }, flag: { kind: 'bool' }, x: { kind: 'float32-list', width: 2 } } as const;
const batch = {
  rowCount: 3,
  arrays: { id: Int32Array.of(1, 2, 3), flag: Uint8Array.of(1, 0, 1), x: Float32Array.of(1, 2, 3, 4, 5, 6) },
};

it('writes the same bytes for the same calls', () => {
  const write = (name: string) =>
    readFileSync(writeTable(join(root, name), COLUMNS, [batch, batch], { a: '1', b: '2' }));
  expect(write('a').equals(write('b'))).toBe(true);
});

it('declares no column nullable and carries the metadata', () => {
  const { schema } = tableFromIPC(readFileSync(writeTable(join(root, 'c'), COLUMNS, [batch], { unit: 'raw' })));
  expect(schema.fields.map(({ name, nullable }) => [name, nullable])).toEqual([
    ['id', false],
    ['flag', false],
    ['x', false],
  ]);
  expect([...schema.metadata]).toEqual([['unit', 'raw']]);
});

it('lets the caller reuse its arrays after a call', () => {
  const file = new HashingFile(join(root, 'd'));
  const writer = new ArrowWriter(file, { x: { kind: 'float32' } }, {});
  const x = new Float32Array(3);
  for (const value of [1, 2]) {
    x.fill(value);
    writer.append(3, { x });
  }
  x.fill(9);
  writer.finish();
  file.finish();
  expect([...readTable(join(root, 'd'), { x: { kind: 'float32' } }).x]).toEqual([1, 1, 1, 2, 2, 2]);
});

it('takes the front of longer arrays', () => {
  writeTable(join(root, 'e'), COLUMNS, [{ ...batch, rowCount: 2 }]);
  const { id, flag, x } = readTable(join(root, 'e'), COLUMNS);
  expect([[...id], [...flag], [...x]]).toEqual([
    [1, 2],
    [1, 0],
    [1, 2, 3, 4],
  ]);
});

it('refuses arrays that are too short or absent, instead of writing a broken file', () => {
  const write = (arrays: object) => () =>
    writeTable(join(root, `f${Object.keys(arrays).length}`), COLUMNS, [{ rowCount: 3, arrays: arrays as never }]);
  expect(write({ ...batch.arrays, x: new Float32Array(5) })).toThrow('column "x": 5 values for 3 rows of 2');
  expect(write({ id: batch.arrays.id, x: batch.arrays.x })).toThrow('column "flag": 0 values for 3 rows of 1');
});
