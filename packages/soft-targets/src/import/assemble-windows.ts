import type { SoftTargetBatch } from '@tsdistill/contracts';
import type { HasOrigin } from '../origin-lookup';
import type { Place } from './places';
import type { ForecastChunk } from './read-forecasts';
import type { RowClock } from './row-clock';
import { createWindowBuffer } from './window-buffer';

/** What turns rows of a frame into windows of a data set. */
export interface WindowPlan {
  readonly horizon: number;
  readonly channelCount: number;
  readonly quantileCount: number;
  readonly places: readonly Place[];
  readonly clock: RowClock;
  readonly isOrigin: HasOrigin;
  /** A window is in sample when any of its targets lies at or before this time; null = none is known to be. */
  readonly seenUntil: number | null;
  readonly batchRows: number;
}

/** A row of the frame by its key. */
export interface ForecastKey {
  readonly place: number;
  readonly cutoff: number;
  readonly ds: number;
}

/** A window that was left out. */
export interface LeftOut {
  readonly series: number;
  readonly cutoff: number;
  /** The first step (from 0) and channel without a forecast; absent when all are there. */
  readonly missing?: { readonly step: number; readonly channel: number };
}

/** Cases of one kind: how many there are, and the first. */
export interface Counted<Case> {
  readonly count: number;
  readonly first: Case;
}
export type FaultKind = 'off-grid' | 'cutoff' | 'before-cutoff' | 'duplicate';

/** What was found on the way. */
export interface AssemblyReport {
  /** Windows in the frame, those written, and those of them that are in sample. */
  readonly window: number;
  readonly written: number;
  readonly inSample: number;
  /** Steps of the longest window. */
  readonly longest: number;
  readonly incomplete: Counted<LeftOut> | undefined;
  /** Complete, but the data set has no forecast origin there. */
  readonly outside: Counted<LeftOut> | undefined;
  /** Rows that have no place. */
  readonly faults: (kind: FaultKind) => Counted<ForecastKey> | undefined;
}

/** Takes rows that are grouped by window; gives batches, whose arrays are used again, and at the end the report. */
export interface WindowAssembler {
  add(chunk: ForecastChunk): Generator<SoftTargetBatch>;
  finish(): Generator<SoftTargetBatch>;
  report(): AssemblyReport;
}

/** A window while its rows come in; `origin` is -1 where its cutoff is no row with a row behind it. */
interface OpenWindow {
  readonly series: number;
  readonly cutoff: number;
  readonly origin: number;
}

/**
 * Assembles windows [H, C] (quantiles [Q, H, C]) from single steps of single channels.
 *
 * The origin of a window is the row after its cutoff. Windows that are incomplete, or that the data set has no origin for,
 * are counted and left out; rows that cannot be placed are counted as faults.
 */
export function createAssembler(plan: WindowPlan): WindowAssembler {
  const { horizon, channelCount, places, clock } = plan;
  const buffer = createWindowBuffer({ ...plan, size: horizon * channelCount });
  const counts = { window: 0, written: 0, inSample: 0, longest: 0 };
  const faults = createTally<FaultKind, ForecastKey>();
  const leftOut = createTally<'incomplete' | 'outside', LeftOut>();
  let current: OpenWindow | undefined;

  /** @returns the fault of a row, if it has one */
  const put = (chunk: ForecastChunk, row: number, { series, origin }: OpenWindow): FaultKind | undefined => {
    if (origin < 0) return 'cutoff';
    const target = clock.rowOf(series, chunk.ds[row] as number);
    if (target < 0) return 'off-grid';
    const step = target - origin;
    if (step < 0) return 'before-cutoff';
    counts.longest = Math.max(counts.longest, step + 1);
    if (step >= horizon) return undefined;
    const { channel } = places[chunk.place[row] as number] as Place;
    return buffer.put(step * channelCount + channel, chunk.values, row) ? undefined : 'duplicate';
  };
  const close = ({ series, cutoff, origin }: OpenWindow): void => {
    counts.window += 1;
    if (origin < 0) return;
    const cell = buffer.missing();
    const missing = { step: Math.floor(cell / channelCount), channel: cell % channelCount };
    if (cell >= 0) return leftOut.add('incomplete', { series, cutoff, missing });
    if (!plan.isOrigin(series, origin)) return leftOut.add('outside', { series, cutoff });
    const inSample = plan.seenUntil !== null && clock.timeOf(series, origin) <= plan.seenUntil;
    buffer.accept(series, origin, inSample);
    counts.written += 1;
    counts.inSample += inSample ? 1 : 0;
  };

  return {
    *add(chunk) {
      for (let row = 0; row < chunk.rowCount; row++) {
        const { series } = places[chunk.place[row] as number] as Place;
        const cutoff = chunk.cutoff[row] as number;
        if (current?.cutoff !== cutoff || current.series !== series) {
          if (current) close(current);
          if (buffer.isFull()) yield buffer.take();
          buffer.clear();
          current = openWindow(clock, series, cutoff);
        }
        const fault = put(chunk, row, current);
        if (fault) faults.add(fault, keyOf(chunk, row));
      }
    },
    *finish() {
      if (current) close(current);
      current = undefined;
      const rest = buffer.take();
      if (rest.rowCount > 0) yield rest;
    },
    report: () => ({
      ...counts,
      incomplete: leftOut.of('incomplete'),
      outside: leftOut.of('outside'),
      faults: faults.of,
    }),
  };
}

function openWindow(clock: RowClock, series: number, cutoff: number): OpenWindow {
  const row = clock.rowOf(series, cutoff);
  const hasNext = row >= 0 && cutoff !== clock.timeOf(series, -1);
  return { series, cutoff, origin: hasNext ? row + 1 : -1 };
}

function keyOf({ place, cutoff, ds }: ForecastChunk, row: number): ForecastKey {
  return { place: place[row] as number, cutoff: cutoff[row] as number, ds: ds[row] as number };
}

/** Counts by kind, each with its first case. */
function createTally<Kind extends string, Case>() {
  const counted = new Map<Kind, { readonly count: number; readonly first: Case }>();
  return {
    add: (kind: Kind, found: Case): void => {
      const before = counted.get(kind);
      counted.set(kind, { count: (before?.count ?? 0) + 1, first: before?.first ?? found });
    },
    of: (kind: Kind) => counted.get(kind),
  };
}
