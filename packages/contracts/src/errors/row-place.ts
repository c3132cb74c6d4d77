/** Where a row is: the line of a CSV, or the row of a table; its series, where there are several. */
export interface RowPlace {
  readonly file: string;
  /** Counted from 1, the header included, as an editor shows it. */
  readonly line?: number | undefined;
  /** Row of a parquet file or of the result of a query, from 1. */
  readonly row?: number | undefined;
  readonly series?: string | undefined;
}

/** A bad cell, what it holds, and how many cells or rows are as bad. */
export interface CellContext extends RowPlace {
  readonly column: string;
  readonly value: string;
  readonly count: number;
  /** The setting that names the column, where it is not `targets`. */
  readonly role?: ColumnRole | undefined;
}

/** Settings that name columns. */
export type ColumnRole = 'timestamp' | 'series' | 'targets' | 'past' | 'known' | 'static' | 'weight';

/** Two neighbouring rows whose timestamps do not follow each other; `value` and the place are those of the second. */
export interface StepContext extends RowPlace {
  readonly value: string;
  readonly previous: string;
  readonly count: number;
}

/** The first date of which day and month may be confused, and how many rows there are. */
export interface CellPlaceOfDate extends RowPlace {
  readonly column: string;
  readonly value: string;
  readonly rows: number;
}

/** A column that must hold one value a series; the place is the row that shows it. */
export interface LabelContext extends RowPlace {
  readonly series: string;
  readonly column: string;
  /** The setting that names the column. */
  readonly role: 'static' | 'weight';
  /** Series of which the same is true. */
  readonly count: number;
}

export const atLeast = (c: { readonly atLeast: boolean }) => (c.atLeast ? 'at least ' : '');
export const place = ({ file, line, row, series }: RowPlace) =>
  [file, line && `line ${line}`, row && `row ${row}`, series !== undefined && `series "${series}"`]
    .filter(Boolean)
    .join(', ');
export const cell = (c: CellContext) => `${place(c)}, column "${c.column}"`;
export const share = (count: number, all: number) => `${Number(((100 * count) / all).toFixed(1))} %`;
