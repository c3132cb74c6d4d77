import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { Dialect } from './source-config';
import { parseFields, readRecords } from './text-records';

const dialect = Dialect.parse({});

const folder = mkdtempSync(join(tmpdir(), 'tsdistill-records-'));
const path = join(folder, 'file.csv');
afterAll(() => rmSync(folder, { recursive: true }));

async function recordsOf(text: string) {
  writeFileSync(path, text);
  const records = [];
  for await (const record of readRecords({ path, gzip: false }, dialect)) records.push(record);
  return records;
}

it.each(['\n', '\r\n'])('counts every line but yields only records, with %j', async (end) => {
  expect(await recordsOf(['', 'a,b', '', '1,2', '', ''].join(end))).toEqual([
    { line: 2, text: 'a,b', emptyCount: 1, isOpen: false },
    { line: 4, text: '1,2', emptyCount: 2, isOpen: false },
  ]);
});

it('takes off a byte order mark, and keeps a last line without an end', async () => {
  expect(await recordsOf('\ufeffa,b\n1,2')).toEqual([
    { line: 1, text: 'a,b', emptyCount: 0, isOpen: false },
    { line: 2, text: '1,2', emptyCount: 0, isOpen: false },
  ]);
});

it('keeps a line end inside quotes in its record', async () => {
  expect(await recordsOf('a,"b\nc"\n\n1,"2')).toEqual([
    { line: 1, text: 'a,"b\nc"', emptyCount: 0, isOpen: false },
    { line: 4, text: '1,"2', emptyCount: 1, isOpen: true },
  ]);
});

// In quadratic time it would take hours.
it('reads a long file with an unclosed quote', async () => {
  expect(await recordsOf(`a,"b\n${'1,2\n'.repeat(200_000)}`)).toHaveLength(1);
});

it('splits fields as DuckDB does, whatever stands between quotes', async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const field = fc.stringMatching(/^[a-c", ]{0,6}$/);
  await fc.assert(
    fc.asyncProperty(fc.array(field, { minLength: 2, maxLength: 5 }), async (fields) => {
      const text = fields.map((value) => `"${value.replaceAll('"', '""')}"`).join(',');
      writeFileSync(path, `${text}\n`);
      const columns = fields.map((_, index) => `'c${index}': 'VARCHAR'`).join(', ');
      const sql = `FROM read_csv('${path}', columns = {${columns}}, header = false, auto_detect = false, quote = '"', escape = '"', delim = ',', nullstr = 'NULL')`;
      const [row] = (await connection.runAndReadAll(sql)).getRows();
      expect(parseFields(text, dialect)).toEqual(row);
    }),
    { numRuns: 50, seed: 3 },
  );
  connection.closeSync();
});
