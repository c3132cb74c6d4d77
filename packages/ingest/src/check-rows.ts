import { NO_TIME, type RowBatch } from './gather-batches';

/** What can be wrong with a row, the gravest first: a later one may only follow from an earlier one. */
export const ROW_FAULTS = [
  'TIMESTAMP_INVALID',
  'TIMESTAMP_UNORDERED',
  'TIMESTAMP_DUPLICATE',
  'TIMESTAMP_OFF_GRID',
  'TIMESTAMP_GAP',
  'VALUE_MISSING',
  'VALUE_INFINITE',
] as const;
export type RowFault = (typeof ROW_FAULTS)[number];

/** The first place of a fault and how often it was met. */
export interface Finding {
  /** Data row, from 0. */
  readonly row: number;
  /** Target channel of a bad value; 0 for faults of timestamps. */
  readonly channel: number;
  /** ms from the row before to this one; 0 for faults of values. */
  readonly stepMs: number;
  readonly timeMs: number;
  readonly count: number;
  /** ms of all such steps together. */
  readonly totalMs: number;
}

/** What one pass over all rows has shown. */
export interface RowReport {
  readonly rowCount: number;
  /** Time of the first row. */
  readonly startMs: number;
  readonly findings: ReadonlyMap<RowFault, Finding>;
  /** How often each step forward in time (ms) was met. */
  readonly steps: ReadonlyMap<number, number>;
}

/** Distinct steps that are counted; more say no more. */
const MAX_STEPS = 1000;

/**
 * Checks rows batch by batch: `check` takes the next batch, `report` says what all of them have shown.
 *
 * @param stepMs ms that must lie between two rows
 */
export function createRowChecks(stepMs: number): { check(batch: RowBatch): void; report(): RowReport } {
  const findings = new Map<RowFault, Finding>();
  const steps = new Map<number, number>();
  let rowCount = 0;
  let startMs = NaN;
  let lastMs = NaN;

  function record(fault: RowFault, place: Pick<Finding, 'row' | 'timeMs'> & Partial<Finding>): void {
    const { count, totalMs, ...first } = findings.get(fault) ?? {
      channel: 0,
      stepMs: 0,
      count: 0,
      totalMs: 0,
      ...place,
    };
    findings.set(fault, { ...first, count: count + 1, totalMs: totalMs + (place.stepMs ?? 0) });
  }

  function checkTime(time: bigint, row: number): void {
    const timeMs = Number(time);
    if (time === NO_TIME) return record('TIMESTAMP_INVALID', { row, timeMs });
    const step = timeMs - lastMs;
    lastMs = timeMs;
    if (row === 0) startMs = timeMs;
    if (step > 0 && (steps.has(step) || steps.size < MAX_STEPS)) steps.set(step, (steps.get(step) ?? 0) + 1);
    const fault = faultOfStep(step, stepMs);
    if (fault) record(fault, { row, timeMs, stepMs: step });
  }

  return {
    check({ rowCount: count, timestamps, target }) {
      for (let i = 0; i < count; i++) checkTime(timestamps[i] ?? NO_TIME, rowCount + i);
      const width = target.length / timestamps.length;
      for (let i = 0; i < count * width; i++) {
        const value = target[i] as number;
        if (value - value === 0) continue;
        const row = Math.floor(i / width);
        const place = { row: rowCount + row, timeMs: Number(timestamps[row]), channel: i % width };
        record(Number.isNaN(value) ? 'VALUE_MISSING' : 'VALUE_INFINITE', place);
      }
      rowCount += count;
    },
    report: () => ({ rowCount, startMs, findings, steps }),
  };
}

/** @param step NaN at the first row, which follows nothing */
function faultOfStep(step: number, expected: number): RowFault | undefined {
  if (step === expected || Number.isNaN(step)) return undefined;
  if (step < 0) return 'TIMESTAMP_UNORDERED';
  if (step === 0) return 'TIMESTAMP_DUPLICATE';
  return step % expected === 0 ? 'TIMESTAMP_GAP' : 'TIMESTAMP_OFF_GRID';
}
