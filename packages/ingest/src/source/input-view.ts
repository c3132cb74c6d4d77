import type { DuckDBConnection } from '@duckdb/node-api';
import { PipelineError } from '@tsdistill/contracts';
import { refuseRejected } from '../faults/refuse-rejected';
import { readRowsOf } from './database';
import { groupedNumber } from './number-sql';
import type { Source } from './open-sources';
import { quoteName } from './sql-text';

/** Columns of one value a series, by their roles in the config: their text says what they are. */
export interface LabelColumns {
  readonly series?: string | undefined;
  readonly static?: readonly string[] | undefined;
}

/**
 * The SQL of the table `input`: the rows of all files, which must have the same columns.
 *
 * A column of a CSV is DOUBLE where every cell of it, in all files, is a number, TIMESTAMP where every one is a time of ISO 8601
 * without an offset, else VARCHAR. All cells are looked at: no type is guessed. The column of the series is VARCHAR whatever it
 * holds, since 007 and 7 are two names, and static columns are no TIMESTAMP, so that a query that passes them on changes no name.
 *
 * @throws PipelineError HEADER_DIFFERS, CSV_BAD_ROW
 */
export async function inputView(
  connection: DuckDBConnection,
  sources: readonly Source[],
  labels: LabelColumns = {},
): Promise<string> {
  const [first] = sources;
  for (const source of sources) if (first) refuseOtherHeader(first, source);
  const fits: ColumnFits[] = [];
  for (const source of sources) if (source.csv) fits.push(await findFits(connection, source));
  const selects = sources.map((source) => {
    const columns = source.columns.map(({ name, sql }) => `${sql} AS ${quoteName(name)}`);
    const typeOf = (position: number) => chooseType(source.columns[position]?.name ?? '', fits, labels);
    return `SELECT ${columns.join(', ')} FROM ${source.table(typeOf)}`;
  });
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

/** What every cell of a column is, by its name. */
type ColumnFits = ReadonlyMap<string, { readonly isNumber: boolean; readonly isTime: boolean }>;

/** One type for all files: else the numbers of one would be spelled anew among the words of another. */
function chooseType(name: string, fits: readonly ColumnFits[], labels: LabelColumns): string {
  if (name === labels.series) return 'VARCHAR';
  if (fits.every((columns) => columns.get(name)?.isNumber)) return 'DOUBLE';
  if (labels.static?.includes(name)) return 'VARCHAR';
  return fits.every((columns) => columns.get(name)?.isTime) ? 'TIMESTAMP' : 'VARCHAR';
}

async function findFits(connection: DuckDBConnection, source: Source): Promise<ColumnFits> {
  const { dialect } = source.csv ?? {};
  const number = (column: string) => (dialect ? groupedNumber(column, dialect) : column);
  const counts = source.columns.flatMap(({ sql }) => [
    `(count(${sql}) = count(try_cast(${number(sql)} AS DOUBLE)))::INT`,
    `(count(${sql}) = count(CASE WHEN regexp_matches(${sql}, '^\\d{4}-\\d\\d-\\d\\d([T ][0-9:.]*)?$') THEN try_cast(${sql} AS TIMESTAMP) END))::INT`,
  ]);
  const [flags = []] = await readRowsOf(
    connection,
    `SELECT ${counts.join(', ')} FROM ${source.table(() => 'VARCHAR')}`,
  );
  await refuseRejected(connection, source);
  return new Map(
    source.columns.map(({ name }, position) => [
      name,
      { isNumber: flags[2 * position] === 1, isTime: flags[2 * position + 1] === 1 },
    ]),
  );
}
