import type { Findings } from '../faults/findings';
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
  /** A missing value is a fault; else it is only counted. */
  readonly refuseMissing: boolean;
}

/** From here on whole numbers are no longer all different in float32. */
const EXACT_LIMIT = 2 ** 24;

/** Rows without any target, one behind the other: missing, or the future, which is known when the series ends. */
interface EmptyRun {
  readonly first: number;
  readonly end: number;
  readonly firstCell: CellPlace;
  readonly lastObservedMs: number;
  /** Known covariates that are missing in these rows, and the first of them. */
  readonly unknownCount: number;
  readonly firstUnknown?: CellPlace & { readonly channel: number };
}

interface CellPlace {
  readonly sourceRow: number;
  readonly timeMs: number;
}

/** Looks at every value: which are missing or infinite, and where the observations of a series end. */
export function createWatch(
  settings: WatchSettings,
  findings: Findings,
  next: RowSink,
): RowSink & { series(): readonly SeriesFacts[]; largeChannels(): readonly number[] } {
  const { targetCount, pastCount, knownCount, refuseMissing } = settings;
  const width = targetCount + pastCount + knownCount;
  const all: SeriesFacts[] = [];
  const large = new Set<number>();
  let state = freshState('');

  function miss(place: CellPlace, channel: number, count: number): void {
    state.missingCount += count;
    if (!refuseMissing) return;
    const fault = channel >= targetCount + pastCount ? 'KNOWN_MISSING' : 'VALUE_MISSING';
    findings.record(fault, { series: state.id, channel, ...place }, count);
  }

  /** What seemed to be the future has a target behind it. */
  function commitEmpty(): void {
    const { empty } = state;
    if (empty) miss(empty.firstCell, 0, (empty.end - empty.first) * targetCount);
    if (empty?.firstUnknown) miss(empty.firstUnknown, empty.firstUnknown.channel, empty.unknownCount);
    state.empty = undefined;
  }

  function examineRow(block: RowBlock, row: number): void {
    const at = row * width;
    const place = { sourceRow: block.sourceRows[row] as number, timeMs: block.times[row] as number };
    const cells = block.values.subarray(at, at + width);
    const isEmpty = cells.subarray(0, targetCount).every(Number.isNaN);
    const position = state.rowCount + row;
    if (state.empty && (!isEmpty || state.empty.end !== position)) commitEmpty();
    if (isEmpty) {
      const lastObservedMs = state.empty?.lastObservedMs ?? (row > 0 ? (block.times[row - 1] as number) : state.endMs);
      state.empty = {
        first: position,
        firstCell: place,
        lastObservedMs,
        unknownCount: 0,
        ...state.empty,
        end: position + 1,
      };
    }
    cells.forEach((value, channel) => {
      if (Math.abs(value) < EXACT_LIMIT) return;
      if (Number.isFinite(value)) large.add(channel);
      else if (!Number.isNaN(value)) findings.record('VALUE_INFINITE', { series: state.id, channel, ...place });
      else if (!isEmpty) miss(place, channel, 1);
      else if (channel >= targetCount + pastCount) holdUnknown({ ...place, channel });
    });
  }

  function holdUnknown(place: CellPlace & { readonly channel: number }): void {
    const { empty } = state;
    if (empty) state.empty = { firstUnknown: place, ...empty, unknownCount: empty.unknownCount + 1 };
  }

  function finish(): void {
    const { empty, rowCount, endMs } = state;
    const isFuture = knownCount > 0 && empty !== undefined && empty.end === rowCount && empty.first > 0;
    if (!isFuture) commitEmpty();
    else if (empty.firstUnknown)
      findings.record('KNOWN_MISSING', { series: state.id, ...empty.firstUnknown }, empty.unknownCount);
    const { id, startMs, sourceRow, missingCount } = state;
    const observedRowCount = isFuture ? empty.first : rowCount;
    const observedEndMs = isFuture ? empty.lastObservedMs : endMs;
    all.push({ id, rowCount, observedRowCount, startMs, endMs, observedEndMs, sourceRow, missingCount });
  }

  return {
    begin(id) {
      state = freshState(id);
      next.begin(id);
    },
    rows(block) {
      const { rowCount, values, times } = block;
      if (state.rowCount === 0) state.startMs = times[0] as number;
      for (let i = 0; i < rowCount * width; i++) {
        if (Math.abs(values[i] as number) < EXACT_LIMIT) continue;
        const row = Math.floor(i / width);
        examineRow(block, row);
        i = (row + 1) * width - 1;
      }
      state.rowCount += rowCount;
      state.endMs = times[rowCount - 1] as number;
      state.sourceRow = block.sourceRows[rowCount - 1] as number;
      next.rows(block);
    },
    end() {
      finish();
      next.end();
    },
    series: () => all,
    largeChannels: () => [...large].sort((a, b) => a - b),
  };
}

function freshState(id: string) {
  const empty = undefined as EmptyRun | undefined;
  return { id, rowCount: 0, startMs: NaN, endMs: NaN, sourceRow: 0, missingCount: 0, empty };
}
