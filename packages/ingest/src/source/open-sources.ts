import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { PipelineError } from '@tsdistill/contracts';
import { checkGzip } from './check-gzip';
import { type CsvText, csvTable, type OnReject } from './csv-scan';
import { readRowsOf } from './database';
import { inputView, type LabelColumns } from './input-view';
import { readHeaderAmong } from './read-header-among';
import { refuseLongLine } from './refuse-long-line';
import type { Dialect } from './source-config';
import { findFiles, type SourceFile } from './source-files';
import { quotePath } from './sql-text';
import { holdsUnderscores, watchUnderscores } from './watch-underscores';

/** One column as SQL knows it. */
export interface SourceColumn {
  readonly name: string;
  /** The SQL expression of its cells. */
  readonly sql: string;
  /** `TEXT` in a CSV, else the type that the column has. */
  readonly type: string;
}

/** A table of rows: a CSV, a parquet file, or the result of a query. `name` is what errors call it. */
export interface Source {
  readonly name: string;
  readonly columns: readonly SourceColumn[];
  /** Rows, guessed from the bytes of the text and of its first row. */
  readonly rowEstimate: number;
  /** Where its rows come from. */
  readonly files: readonly SourceFile[];
  /** Present where cells have lines. */
  readonly csv?: CsvText;
  /** The table, for the columns of a CSV with the SQL types that are asked for. */
  table(typeOf: (position: number) => string, onReject?: OnReject): string;
}

export interface SourceSettings extends LabelColumns {
  readonly files: string | readonly string[];
  readonly query?: string | undefined;
  readonly dialect: Dialect;
}

/**
 * Looks at every file that the config names, but reads no row of it.
 *
 * @throws PipelineError of a file that is missing, of another kind, packed, empty or has a column twice; QUERY_FAILED
 */
export async function openSources(connection: DuckDBConnection, settings: SourceSettings): Promise<readonly Source[]> {
  const sources: Source[] = [];
  const files = findFiles(settings.files);
  for (const file of files) {
    sources.push(
      file.format === 'csv'
        ? await openCsv(file, settings.dialect, files)
        : await openTable(connection, file.name, parquet(file), [file]),
    );
  }
  return settings.query === undefined ? sources : [await openQuery(connection, settings.query, sources, settings)];
}

async function openCsv(file: SourceFile, dialect: Dialect, files: readonly SourceFile[]): Promise<Source> {
  const header = await readHeaderAmong(files, file, dialect);
  const width = dialect.encoding === 'utf-16' ? 2 : 1;
  const watch = watchUnderscores(width);
  const unpacked = file.gzip ? await checkGzip(file, dialect, watch) : undefined;
  await refuseLongLine(file, dialect, unpacked?.longestLine);
  let found = unpacked ? Promise.resolve(watch.found()) : undefined;
  const findUnderscores = () => (found ??= holdsUnderscores(file, width));
  const rowEstimate = Math.ceil((unpacked?.byteCount ?? file.byteCount) / header.rowBytes);
  const csv = { file, dialect, header, findUnderscores, rowEstimate, ...(unpacked && { unpacked }) };
  const columns = header.columns.map((name, position) => ({ name, sql: `c${position}`, type: 'TEXT' }));
  return {
    name: file.name,
    columns,
    rowEstimate,
    files: [file],
    csv,
    table: (typeOf, onReject) => csvTable(csv, typeOf, onReject),
  };
}

function parquet(file: SourceFile): string {
  return `read_parquet(${quotePath(file.path)})`;
}

/** @throws PipelineError CSV_UNREADABLE when DuckDB refuses the file */
async function openTable(
  connection: DuckDBConnection,
  name: string,
  table: string,
  files: readonly SourceFile[],
): Promise<Source> {
  try {
    const described = await readRowsOf(connection, `DESCRIBE SELECT * FROM ${table}`);
    const [[rowEstimate = 0] = []] = await readRowsOf(connection, `SELECT count(*)::DOUBLE FROM ${table}`);
    const columns = described.map(([column, type]) => ({
      name: String(column),
      sql: `"${String(column).replaceAll('"', '""')}"`,
      type: String(type) === 'VARCHAR' ? 'TEXT' : String(type),
    }));
    return { name, columns, rowEstimate: Number(rowEstimate), files, table: () => table };
  } catch (cause) {
    const [problem = ''] = String(cause instanceof Error ? cause.message : cause).split('\n');
    throw new PipelineError('CSV_UNREADABLE', { file: name, problem }, { cause });
  }
}

async function openQuery(
  connection: DuckDBConnection,
  path: string,
  sources: readonly Source[],
  labels: LabelColumns,
): Promise<Source> {
  await connection.run(`CREATE VIEW input AS ${await inputView(connection, sources, labels)}`);
  const sql = readQuery(path);
  try {
    await connection.run(`CREATE TEMP TABLE query_result AS ${sql}`);
  } catch (cause) {
    const problem = String(cause instanceof Error ? cause.message : cause);
    throw new PipelineError('QUERY_FAILED', { file: path, problem }, { cause });
  }
  return openTable(
    connection,
    path,
    'query_result',
    sources.flatMap(({ files }) => files),
  );
}

function readQuery(path: string): string {
  if (!existsSync(path)) throw new PipelineError('CSV_MISSING', { file: path, isQuery: true });
  findFiles(path);
  return readFileSync(resolve(path), 'utf8').trim().replace(/;$/, '');
}
