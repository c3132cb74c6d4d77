import type { LeftOut } from './left-out';

/** What can be wrong with a row, the gravest first: a later one may only follow from an earlier one. */
export const ROW_FAULTS = [
  'TIMESTAMP_INVALID',
  'TIMESTAMP_OFFSETS',
  'TIMESTAMP_HOLE',
  'TIMESTAMP_REPEAT',
  'SERIES_UNNAMED',
  'TIMESTAMP_DUPLICATE',
  'TIMESTAMP_OFF_GRID',
  'TIMESTAMP_GAP',
  'VALUE_INFINITE',
  'VALUE_MISSING',
  'KNOWN_MISSING',
  'KNOWN_TOO_SHORT',
] as const;
export type RowFault = (typeof ROW_FAULTS)[number];

/** Where a fault is; times are ms since 1970. */
export interface FaultPlace {
  readonly series: string;
  /** Row of the sources, counted over all files from 0. */
  readonly sourceRow: number;
  readonly timeMs: number;
  /** Time of the row before. */
  readonly previousMs?: number;
  /** Value of a row, by position. */
  readonly channel?: number;
  /** The first values of this row and the one before. */
  readonly values?: readonly [number, number];
  /** Rows that are missing. */
  readonly missing?: number;
}

/** The first place of a fault, and how often it was met. */
export interface Finding extends FaultPlace {
  readonly count: number;
  /** Series in which it was met; they come one after the other. */
  readonly seriesCount: number;
  /** Missing rows of all places. */
  readonly totalMissing: number;
}

/** Collects the faults of all rows. */
export interface Findings {
  /** @param count places that are like this one */
  record(fault: RowFault, place: FaultPlace, count?: number): void;
  readonly all: ReadonlyMap<RowFault, Finding>;
  /** Rows that make no gap; where nobody reads on behind them there are none. */
  readonly leftOut?: LeftOut | undefined;
}

export function createFindings(leftOut?: LeftOut): Findings {
  const all = new Map<RowFault, Finding>();
  const lastSeries = new Map<RowFault, string>();
  function record(fault: RowFault, place: FaultPlace, count = 1): void {
    const former = all.get(fault) ?? { ...place, count: 0, seriesCount: 0, totalMissing: 0 };
    const isOtherSeries = former.count === 0 || lastSeries.get(fault) !== place.series;
    lastSeries.set(fault, place.series);
    all.set(fault, {
      ...former,
      count: former.count + count,
      seriesCount: former.seriesCount + (isOtherSeries ? 1 : 0),
      totalMissing: former.totalMissing + (place.missing ?? 0),
    });
  }
  return { record, all, leftOut };
}
