import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkRows } from './check-rows';
import type { Table } from './csv-text';
import { writeExpectedRows } from './write-expected-rows';

const root = mkdtempSync(join(tmpdir(), 'check-rows-'));
afterAll(() => rmSync(root, { recursive: true }));

const WIDE: Table = { kind: 'wide', rowCount: 50, channelCount: 2, order: 'by time' };
const LONG: Table = { kind: 'long', rowCount: 100, seriesCount: 4, order: 'by series' };

it.each([
  ['wide', WIDE, { ...WIDE, order: 'shuffled' }, { ...WIDE, rowCount: 49 }],
  ['long', LONG, { ...LONG, order: 'by time' }, { ...LONG, rowCount: 96 }],
] as const)(
  'takes the rows of a %s table whatever their order, and names who wrote others',
  (kind, table, other, shorter) => {
    const [same, wrong] = [join(root, `${kind}-same.arrow`), join(root, `${kind}-wrong.arrow`)];
    writeExpectedRows(same, other);
    writeExpectedRows(wrong, shorter);
    const scratch = () => mkdtempSync(join(root, 'scratch-'));
    expect(() => checkRows({ same }, table, scratch())).not.toThrow();
    expect(() => checkRows({ same, papaparse: wrong }, table, scratch())).toThrow('wrong rows written by papaparse');
  },
);
