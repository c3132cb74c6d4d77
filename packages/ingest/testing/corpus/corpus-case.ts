import { hour, type Settings } from '../ingest-fixture';

/** What a later stage reads from the data set. */
export interface ExpectedRows {
  /** Names of the targets; default `a`. */
  readonly channels?: readonly string[];
  /** Row-major, rounded to float32; default 0 … 7, the values of the good rows. */
  readonly target?: readonly number[];
  /** ISO 8601; default the eight hours of the good rows. */
  readonly times?: readonly string[];
  /** Rows by series; only where there is a column of series. */
  readonly series?: Readonly<Record<string, number>>;
  /** A part of the log. */
  readonly says?: string;
}

/** The error before anything is written: its code and every number in it. */
export interface ExpectedError {
  readonly code: string;
  /** All of it; `file` is the name in the folder of the case, `data.csv` unless it says otherwise, null where the error names none. */
  readonly context: Settings;
  /** A part of the hint. */
  readonly hint?: string;
}

export interface CorpusCase {
  readonly name: string;
  /** The bytes of `data.csv`, or what puts files into an empty folder and returns what `ingest.files` names there. */
  readonly files: string | Uint8Array | ((folder: string) => Promise<string | string[]> | string | string[]);
  readonly settings?: Settings;
  /** SQL over the table `input`, put into `query.sql`. */
  readonly query?: string;
  readonly expected: ExpectedRows | ExpectedError;
  /** Read as a user without rights. */
  readonly unprivileged?: boolean;
}

/** The good rows: `date,a`, eight hours, values 0 … 7; `cell` puts other text into column a. */
export function goodLines(cell: (row: number) => string = String): string[] {
  return ['date,a', ...Array.from({ length: 8 }, (_, row) => `${hour(row)},${cell(row)}`)];
}

export function textOf(lines: readonly string[], end = '\n'): string {
  return lines.map((line) => line + end).join('');
}

/** The good rows with some lines (counted from 1) replaced. */
export function withLines(changes: Readonly<Record<number, string>>, lines: readonly string[] = goodLines()): string {
  return textOf(lines.map((line, index) => changes[index + 1] ?? line));
}

/** The good rows with other times. */
export function timed(times: readonly string[]): string {
  return textOf(['date,a', ...times.map((time, row) => `${time},${row}`)]);
}

/** Instants a step apart, as ISO 8601 with milliseconds. */
export function instants(first: string, count: number, stepMs = 3_600_000): string[] {
  return Array.from({ length: count }, (_, row) => new Date(Date.parse(first) + row * stepMs).toISOString());
}
