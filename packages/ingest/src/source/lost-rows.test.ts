import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PipelineError } from '@tsdistill/contracts';
import { hour, hourly } from '../../testing/ingest-fixture';
import { withDatabase } from './database';
import { openSources } from './open-sources';
import { readChunks } from './read-chunks';
import { selectColumns } from './select-columns';
import { Dialect } from './source-config';

const folder = mkdtempSync(join(tmpdir(), 'tsdistill-lost-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Opens a file, lets `meddle` do something to it behind its first chunk, and reads on. @returns rows, or the error */
async function read(file: string, meddle: (file: string) => void): Promise<number | PipelineError> {
  return withDatabase(folder, async (connection) => {
    const [source] = await openSources(connection, { files: file, dialect: Dialect.parse({}) });
    const wanted = { timestamp: 'date', targets: ['a'], past: [], known: [], static: [] };
    const names = source!.columns.map(({ name }) => name);
    const plan = {
      source: source!,
      selection: selectColumns(file, names, wanted),
      timeFormat: undefined,
      offsets: false,
    };
    let rowCount = 0;
    try {
      for await (const chunk of readChunks(connection, plan)) {
        if (rowCount === 0) meddle(file);
        rowCount += chunk.rowCount;
      }
      return rowCount;
    } catch (error) {
      return error as PipelineError;
    }
  });
}

const ROWS = 20_000;
/** More than are read ahead, 12 bytes each: a fault behind them is met when the first ones were handed on. */
const MANY_ROWS = 8_000_000;
function writeCsv(name: string): string {
  const file = join(folder, name);
  writeFileSync(file, `${hourly('date,a', ROWS, String).join('\n')}\n`);
  return file;
}
async function writeParquet(name: string, rowCount: number): Promise<string> {
  const file = join(folder, name);
  const select = `SELECT epoch_ms(i * 3600000) AS date, (i * 7919 % 1000) / 10 AS a FROM range(${rowCount}) rows(i)`;
  await withDatabase(folder, async (connection) => {
    await connection.run(`COPY (${select}) TO '${file}' (FORMAT parquet, ROW_GROUP_SIZE 20000)`);
  });
  return file;
}

it('reads all rows of files that nobody touches, whatever the last chunk holds', async () => {
  expect(await read(writeCsv('whole.csv'), () => undefined)).toBe(ROWS);
  expect(await read(await writeParquet('whole.parquet', ROWS), () => undefined)).toBe(ROWS);
  for (const count of [2047, 2048, 2049]) {
    const file = join(folder, 'few.csv');
    writeFileSync(file, `${hourly('date,a', count, String).join('\n')}\n`);
    expect(await read(file, () => undefined)).toBe(count);
  }
});

it('ROWS_LOST: a file that is damaged in the middle is not read as if it ended there', async () => {
  const file = await writeParquet('damaged.parquet', MANY_ROWS);
  const bytes = readFileSync(file);
  const at = Math.floor(bytes.length * 0.9);
  bytes.fill(255, at, at + 400);
  writeFileSync(file, bytes);
  const error = (await read(file, () => undefined)) as PipelineError;
  expect(error).toBeInstanceOf(PipelineError);
  expect(error.code).toBe('ROWS_LOST');
  const { rows, estimate } = error.context as { rows: number; estimate: number };
  expect(estimate).toBe(MANY_ROWS);
  expect(rows).toBeGreaterThan(0);
  expect(rows).toBeLessThan(MANY_ROWS);
  expect(error.message).toContain(
    `${file}: reading broke off behind row ${rows} of about ${MANY_ROWS}: Invalid Input Error: `,
  );
  expect(error.hint).toContain('Get the file in `ingest.files` anew');
});

const changed = (before: number, after: string) =>
  `was written to while it was read: it had ${before} bytes, and has ${after}.`;

it('FILE_CHANGING: a file that is cut, grows, or is written again while it is read', async () => {
  const byteCount = readFileSync(writeCsv('size.csv')).length;
  const cut = await read(writeCsv('cut.csv'), (file) => truncateSync(file, byteCount - 1000));
  expect(cut).toMatchObject({
    code: 'FILE_CHANGING',
    message: expect.stringContaining(changed(byteCount, String(byteCount - 1000))),
  });
  const grown = await read(writeCsv('grown.csv'), (file) => appendFileSync(file, `${hour(ROWS)},1\n`));
  expect(grown).toMatchObject({ code: 'FILE_CHANGING', message: expect.stringMatching(/has \d+\.$/) });
  const again = await read(writeCsv('again.csv'), (file) => utimesSync(file, 0, 0));
  expect(again).toMatchObject({
    code: 'FILE_CHANGING',
    message: expect.stringContaining(changed(byteCount, 'as many')),
  });
  expect((again as PipelineError).hint).toContain('`ingest.files`');
});

it('CSV_MISSING: a file that is taken away while it is read', async () => {
  expect(await read(writeCsv('away.csv'), (file) => rmSync(file))).toMatchObject({ code: 'CSV_MISSING' });
});
