/** Where a cell came from. */
export interface CellPlace {
  readonly sourceRow: number;
  readonly timeMs: number;
  /** Value of a row, by position. */
  readonly channel: number;
}

/** Rows of a series without any target, one behind the other: missing, or the future, which only its end can tell. */
export interface EmptyRun {
  /** Rows [first, end) of the series. */
  readonly first: number;
  readonly end: number;
  readonly firstCell: CellPlace;
  /** Time of the last row before. */
  readonly lastObservedMs: number;
  /** A column that only marks the future has a value in one of the rows. */
  readonly isMarked: boolean;
  /** Known covariates that are missing in these rows, and the first of them. */
  readonly unknownCount: number;
  readonly firstUnknown?: CellPlace;
}

/** The run with one more row. @param lastMs time of the row before */
export function extendRun(
  run: EmptyRun | undefined,
  row: { readonly position: number; readonly cell: CellPlace; readonly lastMs: number; readonly isMarked: boolean },
): EmptyRun {
  const fresh = { first: row.position, firstCell: row.cell, lastObservedMs: row.lastMs, unknownCount: 0 };
  return { ...fresh, ...run, end: row.position + 1, isMarked: row.isMarked || run?.isMarked === true };
}

/** The run with one more known covariate that is missing. */
export function addUnknown(run: EmptyRun, cell: CellPlace): EmptyRun {
  return { firstUnknown: cell, ...run, unknownCount: run.unknownCount + 1 };
}
