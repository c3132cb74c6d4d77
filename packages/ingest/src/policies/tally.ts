import type { Channels } from '@tsdistill/contracts';
import type { FillCounts } from './fill-values';
import { type Role, ROLES } from './series-rows';

/** A value that could not be filled, and how many there are. */
export interface UnfilledPlace {
  readonly series: string;
  readonly column: string;
  readonly timeMs: number;
  readonly count: number;
  readonly seriesCount: number;
}

/** What was done to the rows. */
export interface RewriteReport {
  /** True when the rows have a mask: some target was not observed. */
  readonly isMasked: boolean;
  /** Of each series, 1 for each row with an observed target; empty without a mask. */
  readonly observed: readonly Uint8Array[];
  /** Values filled, by role. */
  readonly filled: Readonly<Record<Role, number>>;
  /** Of these, how many were held because a line would cross the end of a split. */
  readonly held: number;
  readonly padded: number;
  readonly unfilled: UnfilledPlace | undefined;
}

type RoleCounts = readonly [Role, FillCounts];

interface TalliedSeries {
  readonly id: string;
  readonly padRows: number;
}

/** Counts what is done to the rows of one series after the other. */
export function createTally(channels: Channels, isMasked: boolean) {
  const parts: Uint8Array[][] = [];
  const filled = { target: 0, past: 0, known: 0 };
  let [held, padded] = [0, 0];
  let unfilled: UnfilledPlace | undefined;

  function addUnfilled(id: string, found: readonly RoleCounts[], timeOf: (row: number) => number): void {
    const open = found.flatMap(([role, { unfilled: place }]) => (place ? [{ role, ...place }] : []));
    const [first] = open;
    if (!first) return;
    unfilled ??= {
      series: id,
      column: channels[first.role][first.channel] ?? '',
      timeMs: timeOf(first.row),
      count: 0,
      seriesCount: 0,
    };
    const count = open.reduce((sum, place) => sum + place.count, unfilled.count);
    unfilled = { ...unfilled, count, seriesCount: unfilled.seriesCount + 1 };
  }

  return {
    /** @param mask of the next rows of a series, [n, C] */
    addRows(series: number, mask: Uint8Array): void {
      if (isMasked) (parts[series] ??= []).push(observedRows(mask, channels.target.length));
    },
    /** @param timeOf ms since 1970 of a row of the series */
    addSeries(
      { id, padRows }: TalliedSeries,
      filler: { counts(role: Role): FillCounts },
      timeOf: (row: number) => number,
    ): void {
      padded += padRows;
      const counts = ROLES.map((role): RoleCounts => [role, filler.counts(role)]);
      for (const [role, found] of counts) {
        filled[role] += found.filled;
        held += found.held;
      }
      addUnfilled(id, counts, timeOf);
    },
    report: (): RewriteReport => ({ isMasked, observed: parts.map(joinBytes), filled, held, padded, unfilled }),
  };
}

function observedRows(mask: Uint8Array, width: number): Uint8Array {
  const observed = new Uint8Array(mask.length / width);
  for (let cell = 0; cell < mask.length; cell++) if (mask[cell] === 1) observed[Math.floor(cell / width)] = 1;
  return observed;
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
