import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTable } from '../../testing/write-table';
import { withArrowFile } from '../arrow/arrow-file';
import { findNonFinite } from './non-finite';

const root = mkdtempSync(join(tmpdir(), 'non-finite-'));
afterAll(() => rmSync(root, { recursive: true }));

it('counts and places them over all blocks of a column', () => {
  const width = 1 << 19; // two rows are one block
  const x = { kind: 'float32-list', width } as const;
  const values = new Float32Array(5 * width);
  values.set([Infinity, NaN], 3 * width + 17);
  values.set([-Infinity], 5 * width - 1);
  const path = writeTable(join(root, 'x.arrow'), { x }, [
    { rowCount: 4, arrays: { x: values.subarray(0, 4 * width) } },
    { rowCount: 1, arrays: { x: values.subarray(4 * width) } },
  ]);
  const found = withArrowFile(path, (file) => findNonFinite(file.column('x', x), width));
  expect(found).toEqual({ rowCount: 2, row: 3, cell: 17, value: Infinity });
});
