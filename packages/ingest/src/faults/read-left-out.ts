import type { DuckDBConnection } from '@duckdb/node-api';
import { createTimeConverter } from '../clock/convert-times';
import type { ReadingPlan } from '../plan-reading';
import { SERIES_ID } from '../reading/reading';
import { readRowsOf } from '../source/database';
import type { RowPlan } from '../source/row-sql';
import { quoteText } from '../source/sql-text';
import { parseFields } from '../source/text-records';
import { timeOfText } from '../source/time-sql';
import { createFindings } from './findings';
import type { LeftOut } from './left-out';
import { findRecords } from './refuse-rejected';

/** Adds the rows that the scan of a CSV has left out, as far as their times can be read. */
export async function readLeftOut(
  connection: DuckDBConnection,
  plan: ReadingPlan,
  rows: RowPlan,
  leftOut: LeftOut,
): Promise<void> {
  const { selection, source } = rows;
  const lines = source.csv
    ? await readRowsOf(connection, 'SELECT DISTINCT line::DOUBLE FROM reject_errors ORDER BY 1')
    : [];
  if (!source.csv || lines.length === 0) return;
  const [texts, series]: [string[], string[]] = [[], []];
  for await (const { text } of findRecords(
    source.csv,
    lines.map(([line]) => Number(line)),
  )) {
    const fields = parseFields(text, source.csv.dialect);
    texts.push(fields[selection.timestamp] ?? '');
    series.push(selection.series === undefined ? SERIES_ID : (fields[selection.series] ?? ''));
  }
  const times = await timesOf(connection, texts, rows);
  createTimeConverter(plan, createFindings(), 'error').convert({ rowCount: times.length, times, values: [] }, 0);
  times.forEach((timeMs, row) => {
    if (!Number.isNaN(timeMs)) leftOut.addTime(series[row] ?? '', timeMs);
  });
}

async function timesOf(connection: DuckDBConnection, texts: readonly string[], { timeFormat, offsets }: RowPlan) {
  const values = texts.map((text, row) => `(${row}, ${quoteText(text)})`).join(', ');
  const time = timeOfText('text', { timeFormat, offsets });
  const found = await readRowsOf(connection, `SELECT ${time} FROM (VALUES ${values}) AS cells(row, text) ORDER BY row`);
  return Float64Array.from(found, ([timeMs]) => Number(timeMs));
}
