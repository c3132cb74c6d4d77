import { PipelineError } from '@tsdistill/contracts';
import type { Selection } from './select-columns';
import type { Source, SourceColumn } from './open-sources';
import { timeOfText, timeOfType, type TimeReading } from './time-sql';

/** How one source is read. */
export interface RowPlan extends TimeReading {
  readonly source: Source;
  readonly selection: Selection;
}

/** Types whose values may lie beyond float32. */
const WIDE = /^(DOUBLE|DECIMAL|U?HUGEINT)/;
const NUMBER = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|UINTEGER|DOUBLE|FLOAT|DECIMAL.*|BOOLEAN)$/;
const FLOAT_LIMIT = '3.4028235677973366e38';

/**
 * The query that streams a source: time (DOUBLE), one FLOAT a value, and where there are series a hash and the id.
 *
 * @throws PipelineError COLUMN_TYPE
 */
export function rowSql({ source, selection, ...reading }: RowPlan): string {
  const values = new Set(selection.values);
  const at = (position: number) => source.columns[position] as SourceColumn;
  const time = timeSql(source, at(selection.timestamp), reading);
  const columns = [time, ...selection.values.map((position) => valueSql(source, at(position)))];
  if (selection.series !== undefined) {
    const id = idSql(at(selection.series));
    columns.push(`hash(${id})`, id);
  }
  return `SELECT ${columns.join(', ')} FROM ${source.table((position) => (values.has(position) ? 'FLOAT' : 'VARCHAR'))}`;
}

/** The id of a series as text; '' where there is none. */
export function idSql({ sql, type }: SourceColumn): string {
  return `ifnull(${type === 'TEXT' ? sql : `${sql}::VARCHAR`}, '')`;
}

function timeSql(source: Source, column: SourceColumn, reading: TimeReading): string {
  if (column.type === 'TEXT') return timeOfText(column.sql, reading);
  const time = timeOfType(column.sql, column.type, reading.timeFormat);
  if (time !== undefined) return time;
  const wanted = /INT|DOUBLE|FLOAT/.test(column.type)
    ? 'a time: set `timeFormat` to the unit of these numbers'
    : 'a time';
  throw new PipelineError('COLUMN_TYPE', { file: source.name, column: column.name, type: column.type, wanted });
}

function valueSql(source: Source, { name, sql, type }: SourceColumn): string {
  if (source.csv) return `ifnull(${sql}, 'nan'::FLOAT)`;
  if (!NUMBER.test(type))
    throw new PipelineError('COLUMN_TYPE', {
      file: source.name,
      column: name,
      type: type === 'TEXT' ? 'VARCHAR' : type,
      wanted: 'numbers',
    });
  const number = WIDE.test(type)
    ? `CASE WHEN abs(${sql}::DOUBLE) > ${FLOAT_LIMIT} THEN 'inf'::FLOAT ELSE ${sql}::FLOAT END`
    : `${sql}::FLOAT`;
  return `ifnull(${number}, 'nan'::FLOAT)`;
}
