import { isWeekday, type Step } from '@tsdistill/contracts';
import type { FaultPlace, Findings, RowFault } from '../faults/findings';
import { createStepCounts, type GridPlace, type StepCounts, stepsTo, timeBehind } from './follow-steps';
import { allocateBlock, batchRows, type RowBlock, type RowSink, sliceBlock } from './row-block';

export interface GridSettings {
  readonly step: Step;
  /** Puts rows without values where rows are missing; else a gap is a fault. */
  readonly fill: boolean;
  /** Values in a row. */
  readonly width: number;
}

/** A gap that is longer is a wrong timestamp, whatever the policy. */
const MAX_FILL = 1_000_000;

/** What is known of a series before its next row. */
type Position = GridPlace & { readonly series: string; readonly value: number };

/** Checks that the rows of each series, which come in order of time, lie on one grid; fills its gaps where that is asked for. */
export function createGrid(
  settings: GridSettings,
  findings: Findings,
  next: RowSink,
): RowSink & { counts(): StepCounts; /** Rows put into the gaps of each series. */ gapRows(): readonly number[] } {
  const { step, width } = settings;
  const fixedMs = step.kind === 'fixed' ? step.ms : NaN;
  const stepCounts = createStepCounts(step);
  const examine = createExaminer(settings, findings, stepCounts);
  const gapRows: number[] = [];
  let at = beginning('');

  function rows(block: RowBlock): void {
    const { times, values, sourceRows, rowCount } = block;
    let from = 0;
    for (let row = 0; row < rowCount; row++) {
      const timeMs = times[row] as number;
      if (timeMs - at.lastMs === fixedMs) {
        at.lastMs = timeMs;
        stepCounts.addUsual();
        continue;
      }
      if (Number.isNaN(timeMs)) continue;
      if (row > 0) at.value = values[(row - 1) * width] as number;
      const before = at;
      const place = { timeMs, sourceRow: sourceRows[row] as number, value: values[row * width] as number };
      const missing = examine(before, place);
      at = advance(before, place, step);
      if (missing === 0) continue;
      if (row > from) next.rows(sliceBlock(block, from, row));
      gapRows.push((gapRows.pop() ?? 0) + missing);
      fillRows(before, missing, { ...settings, sourceRow: place.sourceRow }, next);
      from = row;
    }
    at.value = values[(rowCount - 1) * width] as number;
    if (from < rowCount) next.rows(from === 0 ? block : sliceBlock(block, from, rowCount));
  }

  return {
    begin(id) {
      at = beginning(id);
      gapRows.push(0);
      next.begin(id);
    },
    rows,
    end: () => next.end(),
    counts: stepCounts.counts,
    gapRows: () => gapRows,
  };
}

type NextRow = Pick<FaultPlace, 'timeMs' | 'sourceRow'> & { readonly value: number };

/** Looks at rows that are not one fixed step behind the last, and says how many rows are to be filled in before each. */
function createExaminer(
  { step, fill }: GridSettings,
  findings: Findings,
  stepCounts: ReturnType<typeof createStepCounts>,
): (before: Position, row: NextRow) => number {
  function report(fault: RowFault, { series, lastMs, value: earlier }: Position, row: NextRow, missing = 0): number {
    const { timeMs, sourceRow, value } = row;
    const previousMs = Number.isNaN(lastMs) ? timeMs : lastMs;
    findings.record(fault, { series, sourceRow, timeMs, previousMs, values: [earlier, value], missing });
    return 0;
  }

  return (before, row) => {
    if (Number.isNaN(before.startMs)) {
      const isOffGrid = step.kind === 'business-days' && !isWeekday(row.timeMs);
      return isOffGrid ? report('TIMESTAMP_OFF_GRID', before, row) : 0;
    }
    const steps = stepsTo(before, row.timeMs, step);
    stepCounts.add(before.lastMs, row.timeMs, steps);
    if (steps === 1) return 0;
    if (!(steps > 1)) return report(steps === 0 ? 'TIMESTAMP_DUPLICATE' : 'TIMESTAMP_OFF_GRID', before, row);
    return fill && steps <= MAX_FILL + 1 ? steps - 1 : report('TIMESTAMP_GAP', before, row, steps - 1);
  };
}

/** The place of a series after one more row; a row off the grid of months does not count on it. */
function advance(before: Position, { timeMs, value }: NextRow, step: Step): Mutable<Position> {
  if (Number.isNaN(before.startMs)) return { ...before, startMs: timeMs, lastMs: timeMs, value };
  const steps = stepsTo(before, timeMs, step);
  return { ...before, lastMs: timeMs, value, index: before.index + (Number.isNaN(steps) ? 0 : steps) };
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** Before the first row of a series. Changed in place: a copy a row would take longer than all else. */
function beginning(series: string): Mutable<Position> {
  return { series, startMs: NaN, lastMs: NaN, value: NaN, index: 0 };
}

/** Hands on `missing` rows without values, behind the last row; they stand for the row of the source that comes next. */
function fillRows(
  place: GridPlace,
  missing: number,
  { step, width, sourceRow }: GridSettings & { readonly sourceRow: number },
  next: RowSink,
): void {
  const filler = allocateBlock(Math.min(missing, batchRows(width)), width);
  filler.values.fill(NaN);
  filler.sourceRows.fill(sourceRow);
  for (let done = 0; done < missing; done += filler.rowCount) {
    const count = Math.min(filler.rowCount, missing - done);
    for (let row = 0; row < count; row++) filler.times[row] = timeBehind(place, done + row + 1, step);
    next.rows(sliceBlock(filler, 0, count));
  }
}
