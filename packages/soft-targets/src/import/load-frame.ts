import type { DuckDBConnection } from '@duckdb/node-api';
import { nearestName, PipelineError } from '@tsdistill/contracts';
import { literal, problemOf } from './frame-database';
import type { FrameFile } from './frame-file';
import { scanSql, timeSql, valueColumns } from './frame-sql';
import type { Places } from './places';
import type { FrameSelection } from './select-columns';

/** What a frame is read as. */
export interface FramePlan {
  readonly frame: FrameFile;
  readonly selection: FrameSelection;
  readonly places: Places;
}

/**
 * Reads the chosen columns once, into the table `frame`: place (index into `places`), cutoff and ds (ms), v0, v1, … (float32).
 *
 * @returns the number of rows
 * @throws PipelineError FRAME_UNREADABLE, FRAME_EMPTY, FRAME_UNKNOWN_ID, FRAME_TIMESTAMP, FRAME_NOT_FINITE, FRAME_CROSSED
 */
export async function loadFrame(connection: DuckDBConnection, plan: FramePlan): Promise<number> {
  const { frame, selection, places } = plan;
  const { id, ds, cutoff } = selection;
  const columnOf = (index: number) => frame.columns[index] ?? { name: '', type: 'VARCHAR' };
  const values = valueColumns(selection).map((column, index) => `try_cast(c${column} AS FLOAT) AS v${index}`);
  try {
    const ids = places.list.map((place) => literal(place.id));
    await connection.run(`CREATE TYPE place AS ENUM (${ids.join(', ')})`);
    await connection.run(`CREATE TEMP TABLE frame AS SELECT enum_code(try_cast(c${id}::VARCHAR AS place))::INTEGER AS place,
      ${timeSql(`c${cutoff}`, columnOf(cutoff))} AS cutoff, ${timeSql(`c${ds}`, columnOf(ds))} AS ds, ${values.join(', ')}
      FROM ${scanSql(frame, selection)}`);
  } catch (cause) {
    const context = { file: frame.name, format: frame.format, problem: problemOf(cause) };
    throw new PipelineError('FRAME_UNREADABLE', context, { cause });
  }
  return refuseFaults(connection, plan);
}

/** Rows whose lowest quantile lies above the highest; inner ones may cross, as those of models do. */
const CROSSED = 'crossed';

/** Counts the bad cells of every column in one pass over the table. */
async function refuseFaults(connection: DuckDBConnection, plan: FramePlan): Promise<number> {
  const { frame, selection } = plan;
  const last = selection.quantiles.length;
  const columns = ['place', 'ds', 'cutoff', ...valueColumns(selection).map((_, index) => `v${index}`)];
  if (last > 1) columns.push(CROSSED);
  const bad = (name: string) => {
    if (name === CROSSED) return `v1 > v${last}`;
    return name.startsWith('v') ? `(${name} IS NULL OR NOT isfinite(${name}))` : `${name} IS NULL`;
  };
  const counts = columns.map(
    (name) => `count(*) FILTER (${bad(name)})::DOUBLE, min(rowid) FILTER (${bad(name)})::DOUBLE`,
  );
  const [found = []] = await read(connection, `SELECT count(*)::DOUBLE, ${counts.join(', ')} FROM frame`);
  const rowCount = Number(found[0]);
  if (rowCount === 0) throw new PipelineError('FRAME_EMPTY', { file: frame.name });
  for (const [index, name] of columns.entries()) {
    const count = Number(found[1 + 2 * index]);
    if (count > 0) throw await faultOf(connection, plan, { name, count, row: Number(found[2 + 2 * index]) });
  }
  return rowCount;
}

interface Fault {
  readonly name: string;
  readonly count: number;
  /** From 0. */
  readonly row: number;
}

/** Reads the first bad row again, as it stands in the file. */
async function faultOf(
  connection: DuckDBConnection,
  plan: FramePlan,
  { name, count, row }: Fault,
): Promise<PipelineError> {
  const { frame, selection } = plan;
  const columns = [selection.id, selection.ds, selection.cutoff, ...valueColumns(selection)];
  const texts = columns.map((column) => `c${column}::VARCHAR`).join(', ');
  const [cells = []] = await read(
    connection,
    `SELECT ${texts} FROM ${scanSql(frame, selection)} LIMIT 1 OFFSET ${row}`,
  );
  const [id = '', ds = '', cutoff = '', ...values] = cells.map((cell) => String(cell ?? ''));
  const place = { file: frame.name, row: row + 1, count };
  if (name === 'place') return unknownId(connection, plan, { ...place, value: id });
  if (name === 'ds') return new PipelineError('FRAME_TIMESTAMP', { ...place, column: name, value: ds });
  if (name === 'cutoff') return new PipelineError('FRAME_TIMESTAMP', { ...place, column: name, value: cutoff });
  const columnAt = (index: number) => frame.columns[valueColumns(selection)[index] ?? -1]?.name ?? '';
  if (name === CROSSED) {
    const last = selection.quantiles.length;
    const [low, high] = [columnAt(1), columnAt(last)];
    const crossed = { ...place, id, ds, low, high, lowValue: values[1] ?? '', highValue: values[last] ?? '' };
    return new PipelineError('FRAME_CROSSED', crossed);
  }
  const index = Number(name.slice(1));
  const column = columnAt(index);
  return new PipelineError('FRAME_NOT_FINITE', { ...place, column, id, ds, value: values[index] ?? '' });
}

async function unknownId(
  connection: DuckDBConnection,
  { frame, selection, places }: FramePlan,
  place: { readonly file: string; readonly row: number; readonly count: number; readonly value: string },
): Promise<PipelineError> {
  const id = `c${selection.id}::VARCHAR`;
  const unknown = `SELECT count(DISTINCT coalesce(${id}, ''))::DOUBLE FROM ${scanSql(frame, selection)}
    WHERE try_cast(${id} AS place) IS NULL`;
  const [found = []] = await read(connection, unknown);
  const known = places.list.map((one) => one.id);
  const nearest = nearestName(place.value, known);
  const context = { ...place, idCount: Number(found[0]), known, what: places.what, nearest };
  return new PipelineError('FRAME_UNKNOWN_ID', context);
}

async function read(connection: DuckDBConnection, sql: string): Promise<readonly (readonly unknown[])[]> {
  return (await connection.runAndReadAll(sql)).getRows();
}
