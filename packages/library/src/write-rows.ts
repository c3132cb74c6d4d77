import { closeSync, openSync, writeSync } from 'node:fs';
import { addSteps, parseStep, PipelineError } from '@tsdistill/contracts';

/** Rows of one series, oldest first. */
export interface ArraySeries {
  /** Stands for the series in messages; needed where there are several. */
  readonly name?: string;
  /** Raw values of all columns, row-major [T, columns]; NaN = missing. */
  readonly values: ArrayLike<number>;
  /** Time of the first row; the others follow step by step. */
  readonly start: Date | string;
}

/** What a table of rows is called where it is read again. */
export const TIME_COLUMN = 'timestamp';
export const SERIES_COLUMN = 'series';

/** Lines held before they are written. */
const BLOCK_LINES = 4096;

/**
 * Writes arrays as one CSV, so that they take the way that every file takes: the same checks, policies and errors.
 *
 * @param columns names of the columns of `values`, in their order
 * @param frequency ISO 8601 duration or `B`
 * @throws PipelineError ARRAY_SHAPE when the values are no whole number of rows; ARRAY_TIME for a start or step that is none
 */
export function writeRows(
  file: string,
  { columns, series, frequency }: { columns: readonly string[]; series: readonly ArraySeries[]; frequency: string },
): void {
  const tables = series.map((one, index) => checked(one, index, columns.length, frequency));
  const descriptor = openSync(file, 'wx');
  try {
    const head = [TIME_COLUMN, ...(series.length > 1 ? [SERIES_COLUMN] : []), ...columns];
    writeSync(descriptor, `${head.map(quoted).join(',')}\n`);
    for (const table of tables) writeTable(descriptor, table, series.length > 1);
  } finally {
    closeSync(descriptor);
  }
}

interface CheckedSeries {
  readonly name: string;
  readonly values: ArrayLike<number>;
  readonly width: number;
  readonly timeAt: (row: number) => string;
}

function checked({ name, values, start }: ArraySeries, index: number, width: number, frequency: string): CheckedSeries {
  const label = name ?? String(index);
  if (values.length === 0 || values.length % width !== 0)
    throw new PipelineError('ARRAY_SHAPE', { series: label, valueCount: values.length, columnCount: width });
  const startMs = new Date(start).getTime();
  const step = parseStep(frequency);
  if (Number.isNaN(startMs) || !step)
    throw new PipelineError('ARRAY_TIME', { series: label, start: String(start), frequency });
  return { name: label, values, width, timeAt: (row) => new Date(addSteps(startMs, row, step)).toISOString() };
}

function writeTable(descriptor: number, { name, values, width, timeAt }: CheckedSeries, named: boolean): void {
  let lines: string[] = [];
  for (let row = 0; row * width < values.length; row++) {
    const cells = Array.from({ length: width }, (_, column) => cellOf(values[row * width + column] ?? NaN));
    lines.push([timeAt(row), ...(named ? [quoted(name)] : []), ...cells].join(','));
    if (lines.length < BLOCK_LINES) continue;
    writeSync(descriptor, `${lines.join('\n')}\n`);
    lines = [];
  }
  if (lines.length > 0) writeSync(descriptor, `${lines.join('\n')}\n`);
}

const cellOf = (value: number): string => (Number.isNaN(value) ? '' : String(value));

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
