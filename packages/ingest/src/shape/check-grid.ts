import { isWeekday, type Step } from '@tsdistill/contracts';
import type { FaultPlace, Findings, RowFault } from '../faults/findings';
import type { LeftOut } from '../faults/left-out';
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
type Position = GridPlace & { readonly series: string; readonly value: number; readonly sourceRow: number };

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
      if (row > 0) [at.value, at.sourceRow] = [values[(row - 1) * width] as number, sourceRows[row - 1] as number];
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
    [at.value, at.sourceRow] = [values[(rowCount - 1) * width] as number, sourceRows[rowCount - 1] as number];
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
    const gaps = steps > 1 ? findGaps(before, row, step, findings.leftOut) : [];
    if (steps > 1 && !fill && gaps.length === 0) return 0;
    stepCounts.add(before.lastMs, row.timeMs, steps);
    if (steps === 1) return 0;
    if (!(steps > 1)) return report(steps === 0 ? 'TIMESTAMP_DUPLICATE' : 'TIMESTAMP_OFF_GRID', before, row);
    if (fill && steps <= MAX_FILL + 1) return steps - 1;
    for (const { fromMs, toMs, missing } of gaps)
      report('TIMESTAMP_GAP', { ...before, lastMs: fromMs }, { ...row, timeMs: toMs }, missing);
    return 0;
  };
}

interface Gap {
  readonly fromMs: number;
  readonly toMs: number;
  /** Rows. */
  readonly missing: number;
}

/** What is missing between two rows: one gap, but for rows that are there and cannot be read. */
function findGaps(before: Position, row: NextRow, step: Step, leftOut?: LeftOut): readonly Gap[] {
  const { series, lastMs, sourceRow } = before;
  const times = leftOut?.timesBetween(series, lastMs, row.timeMs) ?? [];
  let untimed = leftOut?.countBetween(series, sourceRow, row.sourceRow) ?? 0;
  const gaps: Gap[] = [];
  let from: Position = before;
  for (const timeMs of [...times, row.timeMs]) {
    const steps = stepsTo(from, timeMs, step);
    if (Number.isNaN(steps)) continue;
    const missing = steps - 1 - untimed;
    untimed = Math.max(0, -missing);
    if (missing > 0) gaps.push({ fromMs: from.lastMs, toMs: timeMs, missing });
    from = advance(from, { ...row, timeMs }, step);
  }
  return gaps;
}

/** The place of a series after one more row; a row off the grid of months does not count on it. */
function advance(before: Position, { timeMs, value, sourceRow }: NextRow, step: Step): Mutable<Position> {
  if (Number.isNaN(before.startMs)) return { ...before, startMs: timeMs, lastMs: timeMs, value, sourceRow };
  const steps = stepsTo(before, timeMs, step);
  return { ...before, lastMs: timeMs, value, sourceRow, index: before.index + (Number.isNaN(steps) ? 0 : steps) };
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** Before the first row of a series. Changed in place: a copy a row would take longer than all else. */
function beginning(series: string): Mutable<Position> {
  return { series, startMs: NaN, lastMs: NaN, value: NaN, sourceRow: -1, index: 0 };
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
