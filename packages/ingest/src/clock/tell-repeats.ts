import type { Zone } from '@tsdistill/contracts';
import type { ColumnChunk } from '../source/decode-chunk';

/** Which row of its series with a local time that comes twice was met, and which instant is the first. */
interface Repeat {
  count: number;
  readonly instants: readonly number[];
}

/**
 * Tells the two instants of a local time that comes twice by the order of the rows: the first row of a series that shows it is the
 * earlier, the second the later; a third one is that once more. Where rows run from the last to the first it is the other way round.
 *
 * Only rows with such times cost anything.
 */
export function createRepeats(zone: Zone): {
  /** The instant of a row whose clock shows a time for the first or the second time; times before it are instants already. */
  instantOf(chunk: ColumnChunk, row: number): number;
  /** Called behind the last row of each chunk. */
  leave(chunk: ColumnChunk): void;
} {
  const met = new Map<string, Repeat>();
  let last: ColumnChunk | undefined;

  function meet(chunk: ColumnChunk, row: number): Repeat {
    const instants = zone.instantsOf(chunk.times[row] as number);
    const before =
      timeBefore(chunk, row, seriesOf(chunk, row)) ?? timeBefore(last, last?.rowCount, seriesOf(chunk, row));
    const isBackwards = before !== undefined && before > (instants[1] as number);
    return { count: 0, instants: isBackwards ? [...instants].reverse() : instants };
  }

  return {
    instantOf(chunk, row) {
      const key = [...seriesOf(chunk, row), chunk.times[row]].join(' ');
      let repeat = met.get(key);
      if (!repeat) met.set(key, (repeat = meet(chunk, row)));
      repeat.count += 1;
      return repeat.instants[Math.min(repeat.count, 2) - 1] as number;
    },
    leave(chunk) {
      last = chunk;
    },
  };
}

type SeriesHash = readonly [low: number, high: number];

function seriesOf({ series }: ColumnChunk, row: number): SeriesHash {
  return series ? [series.hashes[2 * row] as number, series.hashes[2 * row + 1] as number] : [0, 0];
}

/** Time of the last row of a series before row `end`, if it has rows with a time there. */
function timeBefore(chunk: ColumnChunk | undefined, end = 0, [low, high]: SeriesHash): number | undefined {
  if (!chunk) return undefined;
  const { times, series } = chunk;
  for (let row = end - 1; row >= 0; row--) {
    if (series && (series.hashes[2 * row] !== low || series.hashes[2 * row + 1] !== high)) continue;
    if (!Number.isNaN(times[row])) return times[row];
  }
  return undefined;
}
