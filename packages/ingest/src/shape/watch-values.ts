import type { Findings } from '../faults/findings';
import { addUnknown, type CellPlace, type EmptyRun, extendRun } from './empty-run';
import type { RowBlock, RowSink } from './row-block';

/** What was seen of one series. */
export interface SeriesFacts {
  readonly id: string;
  /** Rows that were read or filled in; those behind the last target too. */
  readonly rowCount: number;
  /** Rows up to the last one that has a target. */
  readonly observedRowCount: number;
  /** Times of the first and the last row, and of the last observed one. */
  readonly startMs: number;
  readonly endMs: number;
  readonly observedEndMs: number;
  /** Source row of the last row. */
  readonly sourceRow: number;
  /** Values that are missing in observed rows, whatever their role. */
  readonly missingCount: number;
}

export interface WatchSettings {
  readonly targetCount: number;
  readonly pastCount: number;
  readonly knownCount: number;
  /** Values behind those, which are not read: they only mark rows without targets as the future. */
  readonly markerCount: number;
  /** A missing value is a fault; else it is only counted. */
  readonly refuseMissing: boolean;
}

/** From here on whole numbers are no longer all different in float32. */
const EXACT_LIMIT = 2 ** 24;

/** What was seen of the series so far. */
interface SeriesState {
  id: string;
  rowCount: number;
  startMs: number;
  endMs: number;
  sourceRow: number;
  missingCount: number;
  empty: EmptyRun | undefined;
}

/** Looks at every value: which are missing or infinite, and where the observations of a series end. */
export function createWatch(
  settings: WatchSettings,
  findings: Findings,
  next: RowSink,
): RowSink & { series(): readonly SeriesFacts[]; largeChannels(): readonly number[] } {
  const width = settings.targetCount + settings.pastCount + settings.knownCount + settings.markerCount;
  const all: SeriesFacts[] = [];
  const large = new Set<number>();
  const examineRow = createRowExaminer(settings, findings, large);
  let state = freshState('');

  function rows(block: RowBlock): void {
    const { rowCount, values, times } = block;
    if (state.rowCount === 0) state.startMs = times[0] as number;
    for (let i = 0; i < rowCount * width; i++) {
      if (Math.abs(values[i] as number) < EXACT_LIMIT) continue;
      const row = Math.floor(i / width);
      examineRow(state, block, row);
      i = (row + 1) * width - 1;
    }
    state.rowCount += rowCount;
    state.endMs = times[rowCount - 1] as number;
    state.sourceRow = block.sourceRows[rowCount - 1] as number;
    next.rows(block);
  }

  return {
    begin(id) {
      state = freshState(id);
      next.begin(id);
    },
    rows,
    end() {
      all.push(finish(state, settings, findings));
      next.end();
    },
    series: () => all,
    largeChannels: () => [...large].sort((a, b) => a - b),
  };
}

function freshState(id: string): SeriesState {
  return { id, rowCount: 0, startMs: NaN, endMs: NaN, sourceRow: 0, missingCount: 0, empty: undefined };
}

/** Looks at the values of a row of which at least one is missing, infinite or large. */
function createRowExaminer(settings: WatchSettings, findings: Findings, large: Set<number>) {
  const { targetCount, pastCount, knownCount, markerCount } = settings;
  const readCount = targetCount + pastCount + knownCount;
  const width = readCount + markerCount;

  function examineCell(state: SeriesState, value: number, cell: CellPlace, isEmpty: boolean): void {
    const { channel } = cell;
    if (Math.abs(value) < EXACT_LIMIT) return;
    if (Number.isFinite(value)) large.add(channel);
    else if (!Number.isNaN(value)) findings.record('VALUE_INFINITE', { series: state.id, ...cell });
    else if (!isEmpty) miss(state, cell, 1, { settings, findings });
    else if (state.empty && channel >= targetCount + pastCount) state.empty = addUnknown(state.empty, cell);
  }

  return (state: SeriesState, block: RowBlock, row: number): void => {
    const cells = block.values.subarray(row * width, (row + 1) * width);
    const place = { sourceRow: block.sourceRows[row] as number, timeMs: block.times[row] as number };
    const isEmpty = cells.subarray(0, targetCount).every(Number.isNaN);
    const position = state.rowCount + row;
    if (state.empty && (!isEmpty || state.empty.end !== position)) commitEmpty(state, { settings, findings });
    const lastMs = row > 0 ? (block.times[row - 1] as number) : state.endMs;
    const isMarked = !cells.subarray(readCount).every(Number.isNaN);
    if (isEmpty) state.empty = extendRun(state.empty, { position, cell: { ...place, channel: 0 }, lastMs, isMarked });
    cells.subarray(0, readCount).forEach((value, channel) => examineCell(state, value, { ...place, channel }, isEmpty));
  };
}

interface Report {
  readonly settings: WatchSettings;
  readonly findings: Findings;
}

function miss(state: SeriesState, cell: CellPlace, count: number, { settings, findings }: Report): void {
  state.missingCount += count;
  if (!settings.refuseMissing) return;
  const isKnown = cell.channel >= settings.targetCount + settings.pastCount;
  findings.record(isKnown ? 'KNOWN_MISSING' : 'VALUE_MISSING', { series: state.id, ...cell }, count);
}

/** What seemed to be the future has a target behind it. */
function commitEmpty(state: SeriesState, report: Report): void {
  const { empty } = state;
  if (!empty) return;
  miss(state, empty.firstCell, (empty.end - empty.first) * report.settings.targetCount, report);
  if (empty.firstUnknown) miss(state, empty.firstUnknown, empty.unknownCount, report);
  state.empty = undefined;
}

/** Rows without targets at the end are the future, where there are known covariates to fill or to mark it. */
function finish(state: SeriesState, settings: WatchSettings, findings: Findings): SeriesFacts {
  const { id, rowCount, startMs, endMs, sourceRow, empty } = state;
  const isEnd = empty !== undefined && empty.end === rowCount && empty.first > 0;
  const isFuture = isEnd && (settings.knownCount > 0 || empty.isMarked);
  if (!isFuture) commitEmpty(state, { settings, findings });
  else if (empty.firstUnknown)
    findings.record('KNOWN_MISSING', { series: id, ...empty.firstUnknown }, empty.unknownCount);
  const observedRowCount = isFuture ? empty.first : rowCount;
  const observedEndMs = isFuture ? empty.lastObservedMs : endMs;
  const { missingCount } = state;
  return { id, rowCount, observedRowCount, startMs, endMs, observedEndMs, sourceRow, missingCount };
}
