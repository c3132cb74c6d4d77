import { PipelineError } from '@tsdistill/contracts';
import fc from 'fast-check';
import { createFixture, hour } from '../testing/ingest-fixture';

const { write, ingest, remove } = createFixture();
afterAll(remove);

const RUNS = { numRuns: 40, seed: 5 };
/** Rows of every series: one window for each split, and one before. */
const MIN_ROWS = 4;

interface Table {
  readonly channels: readonly string[];
  /** Values [T, C] of each series, by id, sorted. */
  readonly series: readonly (readonly [id: string, rows: readonly (readonly number[])[]])[];
  readonly isLong: boolean;
}

interface Style {
  readonly delimiter: string;
  readonly decimal: '.' | ',';
  readonly thousands: '' | ' ' | "'";
  readonly quote: '"' | "'";
  readonly quoteAll: boolean;
  readonly encoding: 'utf-8' | 'utf-16' | 'latin-1';
  readonly mark: boolean;
  readonly end: '\n' | '\r\n';
  readonly blankLines: boolean;
  readonly comment: boolean;
}

/** Any text that latin-1 has and that is no line end, no comment, and not empty. */
const name = fc.stringMatching(/^[a-zäé][a-z0-9,;'" .|ß-]{0,8}[a-z0-9]$/);
const value = fc.oneof(
  fc.float({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -9_999_999, max: 9_999_999 }).map((whole) => Math.fround(whole / 8)),
);

const table: fc.Arbitrary<Table> = fc
  .record({
    channels: fc.uniqueArray(name, { minLength: 1, maxLength: 4 }),
    ids: fc.uniqueArray(name, { minLength: 1, maxLength: 3 }),
    isLong: fc.boolean(),
  })
  .filter(({ channels, ids }) => ![...channels, ...ids].some((text) => text === 'date' || text === 'id'))
  .chain(({ channels, ids, isLong }) => {
    const row = fc.array(value, { minLength: channels.length, maxLength: channels.length });
    const rows = fc.array(row, { minLength: MIN_ROWS, maxLength: 12 });
    const sorted = (isLong ? [...ids] : ['main']).sort((a, b) => (a < b ? -1 : 1));
    return fc
      .tuple(...sorted.map(() => rows))
      .map((all) => ({ channels, isLong, series: sorted.map((id, index) => [id, all[index] ?? []] as const) }));
  });

const style: fc.Arbitrary<Style> = fc
  .record({
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    decimal: fc.constantFrom('.' as const, ',' as const),
    thousands: fc.constantFrom('' as const, ' ' as const, "'" as const),
    quote: fc.constantFrom('"' as const, "'" as const),
    quoteAll: fc.boolean(),
    encoding: fc.constantFrom('utf-8' as const, 'utf-16' as const, 'latin-1' as const),
    mark: fc.boolean(),
    end: fc.constantFrom('\n' as const, '\r\n' as const),
    blankLines: fc.boolean(),
    comment: fc.boolean(),
  })
  .filter(({ delimiter, decimal, quote, thousands }) => delimiter !== decimal && quote !== thousands);

/** The number in plain digits, so that thousands can be parted. */
function numberText(number: number, { decimal, thousands }: Style): string {
  const text = String(number);
  const [whole = '', fraction] = text.split('.');
  const grouped = /e/.test(text) ? whole : whole.replace(/\B(?=(\d{3})+$)/g, thousands);
  return fraction === undefined ? grouped : `${grouped}${decimal}${fraction}`;
}

function fieldText(text: string, { delimiter, quote, quoteAll }: Style): string {
  const needsQuotes = quoteAll || text.includes(delimiter) || text.includes(quote);
  return needsQuotes ? `${quote}${text.replaceAll(quote, quote + quote)}${quote}` : text;
}

/** Header and rows as texts of cells. */
function cellsOf({ channels, series, isLong }: Table, look: Style): string[][] {
  const rows = series.flatMap(([id, values]) =>
    values.map((row, index) => [
      hour(index),
      ...(isLong ? [id] : []),
      ...row.map((number) => numberText(number, look)),
    ]),
  );
  return [['date', ...(isLong ? ['id'] : []), ...channels], ...rows];
}

function bytesOf(cells: readonly (readonly string[])[], look: Style): Buffer {
  const lines = cells.map((row) => row.map((text) => fieldText(text, look)).join(look.delimiter));
  const spread = lines.flatMap((line, index) => [
    ...(look.blankLines && index % 3 === 0 ? [''] : []),
    ...(look.comment && index % 4 === 1 ? ['# a "comment"'] : []),
    line,
  ]);
  const text = spread.map((line) => line + look.end).join('');
  const marked = look.mark && look.encoding !== 'latin-1' ? `\ufeff${text}` : text;
  return Buffer.from(marked, ({ 'utf-8': 'utf8', 'utf-16': 'utf16le', 'latin-1': 'latin1' } as const)[look.encoding]);
}

function settingsOf(table: Table, { delimiter, decimal, thousands, quote, encoding, comment }: Style) {
  const dialect = {
    delimiter,
    decimal,
    quote,
    encoding,
    ...(thousands && { thousands }),
    ...(comment && { comment: '#' }),
  };
  return { dialect, season: 1, ...(table.isLong && { series: 'id' }) };
}

async function readBack(table: Table, look: Style, cells: readonly (readonly string[])[]) {
  const files = write('any.csv', bytesOf(cells, look));
  const { meta, times, target } = await ingest({ ...settingsOf(table, look), files });
  return {
    channels: meta.channels.target,
    series: meta.series.map(({ id, rowCount }) => [id, rowCount]),
    times,
    target,
  };
}

function expectedOf({ channels, series }: Table) {
  return {
    channels,
    series: series.map(([id, rows]) => [id, rows.length]),
    times: series.flatMap(([, rows]) => rows.map((_, index) => `${hour(index).replace(' ', 'T')}.000Z`)),
    target: series.flatMap(([, rows]) => rows.flat()),
  };
}

it('reads any series, wide or long, in any dialect as it was written', async () => {
  await fc.assert(
    fc.asyncProperty(table, style, async (any, look) => {
      expect(await readBack(any, look, cellsOf(any, look))).toEqual(expectedOf(any));
    }),
    RUNS,
  );
});

/** What may be written over a cell: another number, or text of any kind. */
const edit = fc.oneof(
  value.map((number) => (look: Style) => numberText(number, look)),
  fc
    .constantFrom('', 'NA', 'x', '1e999', '"', '2024-01-01', '5,5', '1.5.1', ' ', "1'0'0", '1 5')
    .map((text) => () => text),
);

/** The number that a text without faults is, in float32. */
function numberOf(text: string, { decimal, thousands }: Style): number {
  return Math.fround(Number(text.replaceAll(thousands || '\0', '').replace(decimal, '.')));
}

function replaced<Item>(items: readonly Item[], at: number, item: Item): Item[] {
  return items.map((old, index) => (index === at ? item : old));
}

it('after an edit of one cell differs in that cell only, or says what is wrong with it', async () => {
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(
      table,
      style,
      edit,
      fc.tuple(fc.nat(), fc.nat()),
      async (any, look, textFor, [rowSeed, columnSeed]) => {
        const cells = cellsOf(any, look);
        const text = textFor(look);
        const row = 1 + (rowSeed % (cells.length - 1));
        const first = any.isLong ? 2 : 1;
        const channel = columnSeed % any.channels.length;
        const edited = cells.map((line, at) => (at === row ? replaced(line, first + channel, text) : line));
        const before = expectedOf(any);
        const after: unknown = await readBack(any, look, edited).catch((error: unknown) => error);
        if (after instanceof PipelineError) {
          refused += 1;
          expect(after.context).toMatchObject({ column: any.channels[channel] });
          return;
        }
        const { target, ...rest } = after as typeof before;
        const at = (row - 1) * any.channels.length + channel;
        expect({ ...rest, target: replaced(target, at, NaN) }).toEqual({
          ...before,
          target: replaced(before.target, at, NaN),
        });
        expect(target[at]).toBe(numberOf(text, look));
      },
    ),
    RUNS,
  );
  expect(refused).toBeGreaterThan(5);
});
