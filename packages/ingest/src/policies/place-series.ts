import type { ArrowFile, Step } from '@tsdistill/contracts';
import { refuseOutside } from '../splits/refuse-outside';
import { seriesClock } from '../splits/series-clock';
import { type Borders, splitSeries } from '../splits/split-series';
import type { StoredSeries } from './pad-rows';
import { planSeries, type PlanSettings, type SeriesExtent } from './plan-series';

/** One series as it was read and lies in `series.arrow`. */
export interface ReadSeries extends SeriesExtent, StoredSeries {
  /** Its place among the series of the file. */
  readonly index: number;
  /** ms since 1970 of its last row with a target. */
  readonly observedEndMs: number;
}

/** One series with its rows in splits. */
export interface PlacedSeries {
  readonly read: ReadSeries;
  readonly padRows: number;
  /** Padded rows counted, as everywhere below. */
  readonly rowCount: number;
  readonly observedRowCount: number;
  readonly startMs: number;
  readonly borders: Borders;
}

export interface PlaceSettings extends PlanSettings {
  readonly step: Step;
  /** What the clock of the data shows at a time of a row. */
  toLocal(timeMs: number): number;
}

export interface PlacedPanel {
  readonly series: readonly PlacedSeries[];
  /** Series left out for missing values, and for being too short. */
  readonly droppedMissing: number;
  readonly droppedShort: number;
}

/**
 * Decides which series are kept and padded, and which of their rows are in which split.
 *
 * @param rows the open `series.arrow`, for the times of business days
 * @throws PipelineError SPLIT_OUTSIDE, SERIES_TOO_SHORT, SERIES_NONE_LEFT
 */
export function placeSeries(all: readonly ReadSeries[], rows: ArrowFile, settings: PlaceSettings): PlacedPanel {
  const { split, step, toLocal } = settings;
  const startMs = toLocal(all.reduce((first, series) => Math.min(first, series.startMs), Infinity));
  const endMs = toLocal(all.reduce((last, series) => Math.max(last, series.observedEndMs), -Infinity));
  refuseOutside(split, { startMs, endMs }, step);
  const { kept, ...dropped } = planSeries(all, settings);
  const timeAt = rowTimes(rows);
  const series = kept.map(({ series: read, padRows }): PlacedSeries => {
    const clock = seriesClock({ ...read, padRows }, step, (row) => timeAt(read.firstRow + row));
    const observedRowCount = read.observedRowCount + padRows;
    return {
      read,
      padRows,
      rowCount: read.rowCount + padRows,
      observedRowCount,
      startMs: clock(0),
      borders: splitSeries({ rowCount: observedRowCount, timeOf: (row) => toLocal(clock(row)) }, split),
    };
  });
  return { series, ...dropped };
}

/** ms since 1970 of any row of `series.arrow`. */
function rowTimes(rows: ArrowFile): (row: number) => number {
  const column = rows.column('timestamp', { kind: 'timestamp' });
  const time = new BigInt64Array(1);
  return (row) => {
    column.read(row, 1, time);
    return Number(time[0]);
  };
}
