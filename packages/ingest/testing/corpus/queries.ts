import { hour } from '../ingest-fixture';
import { type CorpusCase, goodLines, instants, textOf, withLines } from './corpus-case';

const lines = goodLines();
const text = textOf(lines);

/** What a query makes of the rows. */
export const QUERY_CASES: readonly CorpusCase[] = [
  {
    name: 'a query',
    files: text,
    query: 'SELECT date + INTERVAL 1 DAY AS date, 2 * a AS a FROM input',
    expected: { target: [0, 2, 4, 6, 8, 10, 12, 14], times: instants('2024-01-02T00:00Z', 8) },
  },
  {
    name: 'a query that is none',
    files: text,
    query: 'SELECT date, b FROM input',
    expected: {
      code: 'QUERY_FAILED',
      context: { file: 'query.sql', problem: expect.stringContaining('Referenced column "b" not found') },
      hint: 'one SELECT of DuckDB',
    },
  },
  {
    name: 'a query without rows',
    files: text,
    query: 'SELECT date, a FROM input WHERE a > 100',
    expected: {
      code: 'CSV_EMPTY',
      context: { file: 'query.sql', isQuery: true },
      hint: 'Let the query in `ingest.query` select rows',
    },
  },
  {
    name: 'a query whose rows have no values',
    files: text,
    query: 'SELECT date, nullif(a, 3) AS a FROM input',
    expected: {
      code: 'VALUE_MISSING',
      context: { file: 'query.sql', row: 4, column: 'a', value: '', count: 1 },
    },
  },
  {
    name: 'a word and a number in hex in a column that a query passes on',
    files: withLines({ 4: `${hour(2)},NA`, 6: `${hour(4)},0x10` }),
    query: 'SELECT date, a FROM input',
    expected: {
      code: 'COLUMN_TYPE',
      context: {
        ...{ file: 'query.sql', column: 'a', type: 'VARCHAR', wanted: 'numbers' },
        cell: { row: 3, value: 'NA', count: 2 },
      },
      hint: 'try_cast("a" AS DOUBLE) leaves out what is no number',
    },
  },
  {
    name: 'a decimal point where points part thousands, in a query',
    files: textOf(lines.map((line) => line.replace(',', ';'))).replace(';3', ';3.5'),
    query: 'SELECT date, a FROM input',
    settings: { dialect: { delimiter: ';', decimal: ',', thousands: '.' } },
    expected: {
      code: 'COLUMN_TYPE',
      context: { file: 'query.sql', column: 'a', type: 'VARCHAR', wanted: 'numbers' },
    },
  },
];
