import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { createFixture, hour, hourly } from '../../testing/ingest-fixture';

const { at, write, ingest, refusalOf, remove } = createFixture();
afterAll(remove);

const lines = hourly('date,a,b', 8, (row) => `${row},${10 * row}`);
const expected = Array.from({ length: 8 }, (_, row) => [row, 10 * row]).flat();

async function writeParquet(name: string, select: string): Promise<string> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`SET timezone = 'UTC'; COPY (${select}) TO '${at(name)}' (FORMAT parquet)`);
  connection.closeSync();
  return at(name);
}

describe('files', () => {
  it('reads gzip and parquet by content, whatever they are called', async () => {
    expect((await ingest({ files: write('packed.csv.gz', gzipSync(lines.join('\n'))) })).target).toEqual(expected);
    expect((await ingest({ files: write('packed.csv', gzipSync(lines.join('\n'))) })).target).toEqual(expected);
    const select = `SELECT TIMESTAMP '2024-01-01' + INTERVAL 1 HOUR * r AS date, r::INT AS a, 10.0 * r AS b FROM range(8) t(r)`;
    expect((await ingest({ files: await writeParquet('table.dat', select) })).target).toEqual(expected);
  });

  it('joins files in the order of the config, and those of a pattern in the order of their names', async () => {
    const [header = '', ...rows] = lines;
    write('parts/2024-01.csv', [header, ...rows.slice(0, 3)]);
    write('parts/2024-02.csv.gz', gzipSync([header, ...rows.slice(3, 6)].join('\n')));
    write('parts/2024-03.csv', [header, ...rows.slice(6)]);
    write('parts/notes.txt', 'no data');
    const { target, log } = await ingest({ files: at('parts/2024-*.csv*') });
    expect(target).toEqual(expected);
    expect(log.join()).not.toContain('sort');
    expect((await ingest({ files: [at('parts/2024-0?.csv'), at('pa*/2024-02.csv.gz')] })).target).toEqual(expected);
  });

  it('says in which of several files a fault is, on which line', async () => {
    const [header = '', ...rows] = lines;
    const first = write('good.csv', [header, ...rows.slice(0, 5)]);
    const second = write('bad.csv', [header, '', rows[5]!, `${hour(6)},6,`, rows[7]!]);
    const missing = await refusalOf({ files: [first, second] });
    expect(missing).toMatchObject({ code: 'VALUE_MISSING', context: { file: second, line: 4, column: 'b' } });
    const text = write('bad.csv', [header, rows[5]!, `${hour(6)},6,x`]);
    expect(await refusalOf({ files: [first, text] })).toMatchObject({
      code: 'CSV_NOT_A_NUMBER',
      context: { file: text, line: 3, column: 'b', value: 'x' },
    });
  });

  it('FILE_REPEATED: a file that two patterns fit', async () => {
    const file = write('once.csv', lines);
    expect(await refusalOf({ files: [file, at('on*.csv')] })).toMatchObject({
      code: 'FILE_REPEATED',
      context: { file },
    });
  });

  it('HEADER_DIFFERS: a column that would be left out without a word', async () => {
    const first = write('narrow.csv', hourly('date,a', 4, String));
    const second = write(
      'broad.csv',
      hourly('date,a,b', 4, () => '1,2'),
    );
    expect(await refusalOf({ files: [first, second] })).toMatchObject({
      code: 'HEADER_DIFFERS',
      message: `${second} has a column "b", ${first} has none.`,
    });
    expect(await refusalOf({ files: [second, first] })).toMatchObject({
      message: `${first} has no column "b", ${second} has one.`,
    });
    expect(await refusalOf({ files: [second, first], targets: ['b'] })).toMatchObject({ code: 'COLUMN_UNKNOWN' });
  });

  it('CSV_MISSING: a pattern that fits nothing', async () => {
    expect(await refusalOf({ files: at('none-*.csv') })).toMatchObject({
      message: `There is no file ${at('none-*.csv')}.`,
    });
  });

  it('FILE_KIND: a folder, and a pipe, which is not opened', async () => {
    mkdirSync(at('folder'));
    expect(await refusalOf({ files: at('folder') })).toMatchObject({
      code: 'FILE_KIND',
      message: `${at('folder')} is a folder, not a file.`,
      hint: expect.stringContaining(`${at('folder')}/*.csv`),
    });
    execFileSync('sh', ['-c', 'mkfifo "$1"', 'sh', at('pipe')]);
    expect(await refusalOf({ files: at('pipe') })).toMatchObject({ message: `${at('pipe')} is a pipe, not a file.` });
  });

  it('FILE_REFUSED: links that lead in a circle, and a file that may not be read', async () => {
    symlinkSync(at('loop-b'), at('loop-a'));
    symlinkSync(at('loop-a'), at('loop-b'));
    expect(await refusalOf({ files: at('loop-a') })).toMatchObject({
      code: 'FILE_REFUSED',
      message: `${at('loop-a')} cannot be opened: its links lead in a circle.`,
    });
    const closed = write('closed.csv', lines);
    chmodSync(closed, 0);
    // The super-user may read anything.
    if (process.getuid?.() !== 0)
      expect(await refusalOf({ files: closed })).toMatchObject({ message: expect.stringContaining('(EACCES)') });
  });

  it.each([
    ['504b0304140000', 'a zip archive or an Excel workbook'],
    ['28b52ffd00', 'compressed with zstd'],
    ['feff00640061', 'UTF-16 with its bytes in big-endian order'],
  ])('FILE_FORMAT: a file that begins with %s', async (hex, found) => {
    const file = write('renamed.csv', Buffer.from(hex, 'hex'));
    expect(await refusalOf({ files: file })).toMatchObject({ code: 'FILE_FORMAT', context: { file, found } });
  });

  it('CSV_UNREADABLE: a gzip that was cut, of which the reader takes what there is', async () => {
    const packed = gzipSync(hourly('date,a', 5000, (row) => `${(row * 7919) % 1000}`).join('\n'));
    const file = write('cut.csv.gz', packed.subarray(0, packed.length - 400));
    expect(await refusalOf({ files: file })).toMatchObject({
      code: 'CSV_UNREADABLE',
      message: `${file} cannot be read: its gzip is cut or damaged (unexpected end of file)`,
    });
  });

  it('CSV_EMPTY: a parquet file without rows', async () => {
    const file = await writeParquet('empty.parquet', `SELECT TIMESTAMP '2024-01-01' AS date, 1 AS a WHERE false`);
    expect(await refusalOf({ files: file })).toMatchObject({ code: 'CSV_EMPTY', context: { file } });
  });

  it('gives the row where there is no line, and the value as it stands there', async () => {
    const select = `SELECT TIMESTAMP '2024-01-01' + INTERVAL 1 HOUR * r AS date, CASE WHEN r = 5 THEN 1e300 ELSE r END AS a FROM range(8) t(r)`;
    const file = await writeParquet('huge.parquet', select);
    expect(await refusalOf({ files: file })).toMatchObject({
      code: 'VALUE_INFINITE',
      message: `${file}, row 6, column "a": "1e+300" is infinite or beyond float32, ±3.4e38 (1 such value).`,
    });
  });

  it('COLUMN_TYPE: text where numbers, or numbers where times are needed', async () => {
    const text = await writeParquet('text.parquet', `SELECT TIMESTAMP '2024-01-01' AS date, 'x' AS a`);
    expect(await refusalOf({ files: text })).toMatchObject({
      code: 'COLUMN_TYPE',
      message: `${text}, column "a" is of type VARCHAR, but it must hold numbers: row 1 holds "x" (1 such value).`,
    });
    const epoch = await writeParquet(
      'epoch.parquet',
      `SELECT 1704067200 + 3600 * r AS date, r AS a FROM range(8) t(r)`,
    );
    expect(await refusalOf({ files: epoch })).toMatchObject({
      code: 'COLUMN_TYPE',
      context: { column: 'date', type: 'BIGINT' },
    });
    expect((await ingest({ files: epoch, timeFormat: 'epoch-seconds' })).times[7]).toBe('2024-01-01T07:00:00.000Z');
  });
});

describe('dialect', () => {
  it('reads semicolons, decimal commas, thousands, words for missing values, comments and other quotes', async () => {
    const text = [
      '# measured by hand',
      '',
      "date;'a;b'",
      '# the first day',
      ...Array.from({ length: 8 }, (_, row) => `${hour(row)};'1.23${row},5'`),
      `${hour(8)};n/a`,
    ];
    const dialect = { delimiter: ';', decimal: ',', thousands: '.', null: ['n/a'], comment: '#', quote: "'" };
    const file = write('german.csv', text);
    expect(await refusalOf({ files: file, dialect })).toMatchObject({
      code: 'VALUE_MISSING',
      context: { line: 13, column: 'a;b', value: 'n/a', count: 1 },
    });
    const { target, meta } = await ingest({ files: write('german.csv', text.slice(0, -1)), dialect });
    expect(meta.channels.target).toEqual(['a;b']);
    expect(target).toEqual(Array.from({ length: 8 }, (_, row) => 1230.5 + row));
  });

  it.each([
    [['# a', '# b'], []],
    [['', '# a', '', '# b'], ['# c']],
    [
      ['# a', ''],
      ['', '# c'],
    ],
  ])('loses no row behind comments and empty lines: %j before the header, %j behind it', async (before, behind) => {
    const [header = '', ...rows] = hourly('date,a', 8, String);
    const file = write('comments.csv', [...before, header, ...behind, ...rows.slice(0, 4), '# half', ...rows.slice(4)]);
    expect((await ingest({ files: file, dialect: { comment: '#' } })).target).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('reads tabs, latin-1 and UTF-16', async () => {
    const text = hourly('date\tä', 8, String)
      .map((line) => line.replace(',', '\t'))
      .join('\r\n');
    const dialect = { delimiter: '\t' };
    const latin = write('latin.csv', Buffer.from(text, 'latin1'));
    const { meta, target } = await ingest({ files: latin, dialect: { ...dialect, encoding: 'latin-1' } });
    expect([meta.channels.target, target]).toEqual([['ä'], [0, 1, 2, 3, 4, 5, 6, 7]]);
    const wide = write('utf16.csv', Buffer.from(`\ufeff${text}`, 'utf16le'));
    expect((await ingest({ files: wide, dialect: { ...dialect, encoding: 'utf-16' } })).meta.channels.target).toEqual([
      'ä',
    ]);
    expect(await refusalOf({ files: wide, dialect })).toMatchObject({
      code: 'CSV_ENCODING',
      hint: expect.stringContaining('"encoding": "utf-16"'),
    });
  });

  it.each([
    ['n/a', '"null": ["n/a"]'],
    ['-', '"null": ["-"]'],
    ['"12,5"', '"decimal": ","'],
    ['"1,234.5"', '"thousands": ","'],
    ['"1.234.567,8"', '"decimal": "," and "thousands": "."'],
    ['12 kW', '`ingest.targets`'],
  ])('CSV_NOT_A_NUMBER: the hint for %s names the setting', async (value, hint) => {
    const file = write(
      'hint.csv',
      hourly('date,a', 8, (row) => (row === 4 ? value : '1')),
    );
    expect(await refusalOf({ files: file })).toMatchObject({
      code: 'CSV_NOT_A_NUMBER',
      hint: expect.stringContaining(hint),
    });
  });

  it('CSV_BAD_ROW: the hint for another encoding names it', async () => {
    const file = write('latin.csv', Buffer.from(hourly('date,a,ort', 8, () => '1,Köln').join('\n'), 'latin1'));
    expect(await refusalOf({ files: file, series: 'ort' })).toMatchObject({
      code: 'CSV_BAD_ROW',
      hint: expect.stringContaining('"encoding": "latin-1"'),
    });
  });
});

describe('query', () => {
  it('reads the result of SQL over all files, with numbers and times as such', async () => {
    const [header = '', ...rows] = lines;
    const files = [
      write('q1.csv', [header, ...rows.slice(0, 4)]),
      write('q2.csv', ['b,a,date', ...rows.slice(4).map((row) => row.split(',').reverse().join())]),
    ];
    const query = write(
      'sum.sql',
      "SELECT date, a + b AS total FROM input WHERE date < TIMESTAMP '2024-01-01 07:00' ORDER BY date;",
    );
    const { target, meta } = await ingest({ files, query });
    expect(meta.channels.target).toEqual(['total']);
    expect(target).toEqual([0, 11, 22, 33, 44, 55, 66]);
  });

  it('gives static features the same channels as without a query, dates and words of two files too', async () => {
    const lines = (id: string, code: string) =>
      hourly('date,id,a,opened,code,size', 8, (r) => `${id},${r},2024-01-01,${code},1.50`);
    const files = [write('s1.csv', lines('007', '7')), write('s2.csv', lines('x', 'b7'))];
    const roles = { series: 'id', targets: ['a'], static: ['opened', 'code', 'size'] };
    const plain = await ingest({ files, ...roles });
    const passed = await ingest({ files, ...roles, query: write('all.sql', 'SELECT * FROM input') });
    expect(plain.meta.channels.static).toEqual(['opened=2024-01-01', 'code=7', 'code=b7', 'size']);
    expect(passed.meta).toEqual(plain.meta);
    expect(passed.static).toEqual(plain.static);
  });

  it('takes no column for numbers of which the 25,000th cell is text', async () => {
    const file = write(
      'late.csv',
      hourly('date,a', 25_100, (row) => (row === 25_000 ? 'x' : '1')),
    );
    const query = write('late.sql', 'SELECT * FROM input');
    expect(await refusalOf({ files: file, query })).toMatchObject({
      code: 'COLUMN_TYPE',
      context: { column: 'a', type: 'VARCHAR', cell: { row: 25_001, value: 'x', count: 1 } },
    });
    const cast = write('cast.sql', `SELECT date, coalesce(try_cast("a" AS DOUBLE), 9) AS a FROM input`);
    expect((await ingest({ files: file, query: cast })).target[25_000]).toBe(9);
  });

  it('QUERY_FAILED: with what DuckDB says; a ragged file is refused before', async () => {
    const files = write('fine.csv', lines);
    const query = write('wrong.sql', 'SELECT nothing FROM input');
    expect(await refusalOf({ files, query })).toMatchObject({
      code: 'QUERY_FAILED',
      message: expect.stringContaining('"nothing" not found'),
    });
    const ragged = write('ragged.csv', [...lines, '1,2,3,4']);
    expect(await refusalOf({ files: ragged, query })).toMatchObject({ code: 'CSV_BAD_ROW', context: { line: 10 } });
    expect(await refusalOf({ files, query: at('none.sql') })).toMatchObject({
      code: 'CSV_MISSING',
      context: { file: at('none.sql'), isQuery: true },
      hint: expect.stringContaining('`ingest.query`'),
    });
  });
});
