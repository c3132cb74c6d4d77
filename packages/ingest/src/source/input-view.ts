import type { DuckDBConnection } from '@duckdb/node-api';
import { PipelineError } from '@tsdistill/contracts';
import { refuseRejected } from '../faults/refuse-rejected';
import { readRowsOf } from './database';
import type { Source } from './open-sources';
import { quoteName, quoteText } from './sql-text';

/**
 * The SQL of the table `input`: the rows of all files, which must have the same columns.
 *
 * A column of a CSV is DOUBLE where every cell of it is a number, TIMESTAMP where every one is a time of ISO 8601 without
 * an offset, else VARCHAR. All cells are looked at: no type is guessed.
 *
 * @throws PipelineError HEADER_DIFFERS, CSV_BAD_ROW
 */
export async function inputView(connection: DuckDBConnection, sources: readonly Source[]): Promise<string> {
  const [first] = sources;
  for (const source of sources) if (first) refuseOtherHeader(first, source);
  const selects: string[] = [];
  for (const source of sources) {
    const types = source.csv ? await findTypes(connection, source) : [];
    const columns = source.columns.map(({ name, sql }) => `${sql} AS ${quoteName(name)}`);
    selects.push(`SELECT ${columns.join(', ')} FROM ${source.table((position) => types[position] ?? 'VARCHAR')}`);
  }
  return selects.join(' UNION ALL BY NAME ');
}

/** @throws PipelineError HEADER_DIFFERS when a column is in one of the two only */
export function refuseOtherHeader(first: Source, { name: file, columns }: Source): void {
  const [expected, found] = [first.columns, columns].map((list) => list.map(({ name }) => name)) as [
    string[],
    string[],
  ];
  const column = [...expected, ...found].find((name) => !expected.includes(name) || !found.includes(name));
  if (column !== undefined)
    throw new PipelineError('HEADER_DIFFERS', { file, first: first.name, column, has: found.includes(column) });
}

async function findTypes(connection: DuckDBConnection, source: Source): Promise<readonly string[]> {
  const { dialect } = source.csv ?? {};
  const number = (column: string) => {
    const whole = dialect?.thousands === undefined ? column : `replace(${column}, ${quoteText(dialect.thousands)}, '')`;
    return dialect?.decimal === ',' ? `replace(${whole}, ',', '.')` : whole;
  };
  const counts = source.columns.flatMap(({ sql }) => [
    `(count(${sql}) = count(try_cast(${number(sql)} AS DOUBLE)))::INT`,
    `(count(${sql}) = count(CASE WHEN regexp_matches(${sql}, '^\\d{4}-\\d\\d-\\d\\d([T ][0-9:.]*)?$') THEN try_cast(${sql} AS TIMESTAMP) END))::INT`,
  ]);
  const [flags = []] = await readRowsOf(
    connection,
    `SELECT ${counts.join(', ')} FROM ${source.table(() => 'VARCHAR')}`,
  );
  await refuseRejected(connection, source);
  return source.columns.map((_, position) => {
    if (flags[2 * position] === 1) return 'DOUBLE';
    return flags[2 * position + 1] === 1 ? 'TIMESTAMP' : 'VARCHAR';
  });
}
