import { addSteps, countSteps, isWeekday, type Step } from '@tsdistill/contracts';
import type { Findings } from '../faults/findings';
import { allocateBlock, batchRows, type RowBlock, type RowSink, sliceBlock } from './row-block';

/** Steps that were met, beside those that the config names. */
export interface StepCounts {
  /** ms → how often; at most 1,000 of them. */
  readonly others: ReadonlyMap<number, number>;
  readonly usual: number;
  /** Gaps of a Saturday and a Sunday. */
  readonly weekends: number;
  /** Rows that were put into gaps, by series. */
  readonly filled: readonly number[];
}

export interface GridSettings {
  readonly step: Step;
  /** Puts rows without values where rows are missing; else a gap is a fault. */
  readonly fill: boolean;
  /** Values in a row. */
  readonly width: number;
}

/** Distinct steps that are counted; more say no more. */
const MAX_STEPS = 1000;
/** A gap that is longer is a wrong timestamp, whatever the policy. */
const MAX_FILL = 1_000_000;
const DAY_MS = 86_400_000;

/**
 * Checks that the rows of each series, which come in order of time, lie on one grid; fills its gaps where that is asked for.
 *
 * The grid of months and business days is counted from the first row of a series.
 */
export function createGrid(
  { step, fill, width }: GridSettings,
  findings: Findings,
  next: RowSink,
): RowSink & { counts(): StepCounts } {
  const fixedMs = step.kind === 'fixed' ? step.ms : NaN;
  const others = new Map<number, number>();
  const filled: number[] = [];
  let [usual, weekends] = [0, 0];
  let [series, startMs, lastMs, lastValue, index] = ['', NaN, NaN, NaN, 0];

  function stepsTo(timeMs: number): number {
    if (timeMs === lastMs) return 0;
    if (step.kind === 'fixed') return (timeMs - lastMs) / step.ms;
    if (step.kind === 'business-days') return isWeekday(timeMs) && (timeMs - startMs) % DAY_MS === 0 ? 1 : NaN;
    return (countSteps(startMs, timeMs, step) ?? NaN) - index;
  }

  function countStep(ms: number, steps: number): void {
    if (steps === 1) usual += 1;
    else if (ms > 0 && (others.has(ms) || others.size < MAX_STEPS)) others.set(ms, (others.get(ms) ?? 0) + 1);
    if (steps === 3 && fixedMs === DAY_MS && new Date(lastMs).getUTCDay() === 5) weekends += 1;
  }

  /** Looks at a row that is not one fixed step behind the last. @returns rows that are missing before it */
  function examine(block: RowBlock, row: number): number {
    const timeMs = block.times[row] as number;
    if (Number.isNaN(timeMs)) return 0;
    const value = block.values[row * width] as number;
    if (Number.isNaN(startMs)) {
      startMs = timeMs;
      if (step.kind === 'business-days' && !isWeekday(timeMs)) report('TIMESTAMP_OFF_GRID', timeMs, timeMs, row, block);
    } else {
      const steps = stepsTo(timeMs);
      const previousMs = lastMs;
      countStep(timeMs - lastMs, steps);
      if (Number.isInteger(steps)) index += steps;
      lastMs = timeMs;
      const missing = Number.isInteger(steps) && steps > 1 ? steps - 1 : 0;
      if (fill && missing <= MAX_FILL && missing > 0) return missing;
      if (steps === 0) report('TIMESTAMP_DUPLICATE', timeMs, previousMs, row, block);
      else if (missing > 0) report('TIMESTAMP_GAP', timeMs, previousMs, row, block, missing);
      else if (steps !== 1) report('TIMESTAMP_OFF_GRID', timeMs, previousMs, row, block);
    }
    lastMs = timeMs;
    lastValue = value;
    return 0;
  }

  function report(
    fault: 'TIMESTAMP_DUPLICATE' | 'TIMESTAMP_GAP' | 'TIMESTAMP_OFF_GRID',
    timeMs: number,
    previousMs: number,
    row: number,
    block: RowBlock,
    missing = 0,
  ): void {
    const values = [lastValue, block.values[row * width] as number] as const;
    const sourceRow = block.sourceRows[row] as number;
    findings.record(fault, { series, sourceRow, timeMs, previousMs, values, missing });
  }

  /** Rows without values before a row that comes too late. */
  function fillBefore(timeMs: number, missing: number, sourceRow: number): void {
    const filler = allocateBlock(Math.min(missing, batchRows(width)), width);
    filled.push((filled.pop() ?? 0) + missing);
    filler.values.fill(NaN);
    filler.sourceRows.fill(sourceRow);
    const first = index - missing;
    for (let done = 0; done < missing; done += filler.rowCount) {
      const count = Math.min(filler.rowCount, missing - done);
      for (let row = 0; row < count; row++)
        filler.times[row] = timeOf(first + done + row, timeMs, missing - done - row);
      next.rows(sliceBlock(filler, 0, count));
    }
  }

  /** Fixed steps are counted back from a row, since `index` does not count those that are checked fast. */
  function timeOf(steps: number, laterMs: number, back: number): number {
    return step.kind === 'fixed' ? laterMs - back * step.ms : addSteps(startMs, steps, step);
  }

  function rows(block: RowBlock): void {
    const { times, rowCount } = block;
    let from = 0;
    for (let row = 0; row < rowCount; row++) {
      const timeMs = times[row] as number;
      if (timeMs - lastMs === fixedMs) {
        lastMs = timeMs;
        usual += 1;
        continue;
      }
      if (row > 0) lastValue = block.values[(row - 1) * width] as number;
      const missing = examine(block, row);
      if (missing === 0) continue;
      if (row > from) next.rows(sliceBlock(block, from, row));
      fillBefore(timeMs, missing, block.sourceRows[row] as number);
      from = row;
    }
    lastValue = block.values[(rowCount - 1) * width] as number;
    if (from < rowCount) next.rows(from === 0 ? block : sliceBlock(block, from, rowCount));
  }

  return {
    begin(id) {
      [series, startMs, lastMs, lastValue, index] = [id, NaN, NaN, NaN, 0];
      filled.push(0);
      next.begin(id);
    },
    rows,
    end: () => next.end(),
    counts: () => ({ others, usual, weekends, filled }),
  };
}
