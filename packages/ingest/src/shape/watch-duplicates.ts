import type { Findings } from '../faults/findings';
import type { RowSink } from './row-block';

export interface DuplicateSettings {
  /** Values in a row. */
  readonly width: number;
  /** How often a series may have a row at a time: more than once where the clock shows it again. */
  readonly allowedAt: (timeMs: number) => number;
}

/** Finds rows of one series with equal times before rows are combined, which would hide them. Rows come in order of time. */
export function watchDuplicates({ width, allowedAt }: DuplicateSettings, findings: Findings, next: RowSink): RowSink {
  let last = { series: '', timeMs: NaN, value: NaN, count: 0 };
  return {
    begin(series) {
      last = { series, timeMs: NaN, value: NaN, count: 0 };
      next.begin(series);
    },
    rows(block) {
      for (let row = 0; row < block.rowCount; row++) {
        const timeMs = block.times[row] as number;
        if (Number.isNaN(timeMs)) continue;
        const value = block.values[row * width] as number;
        last.count = timeMs === last.timeMs ? last.count + 1 : 1;
        if (last.count > 1 && last.count > allowedAt(timeMs)) {
          const sourceRow = block.sourceRows[row] as number;
          const values = [last.value, value] as const;
          findings.record('TIMESTAMP_DUPLICATE', {
            series: last.series,
            sourceRow,
            timeMs,
            previousMs: timeMs,
            values,
          });
        }
        last.timeMs = timeMs;
        last.value = value;
      }
      next.rows(block);
    },
    end: () => next.end(),
  };
}
