import { type DatasetMeta, PipelineError } from '@tsdistill/contracts';
import type { AssemblyReport, ForecastKey, LeftOut } from './assemble-windows';
import type { Place } from './places';
import type { RowClock } from './row-clock';

/** What errors and warnings name. */
export interface FrameContext {
  readonly file: string;
  readonly meta: DatasetMeta;
  readonly places: readonly Place[];
  readonly clock: RowClock;
}

/**
 * Throws the first kind of fault that an assembly has found; nothing is kept of what it gave.
 *
 * @throws PipelineError FRAME_CUTOFF, FRAME_OFF_GRID, FRAME_BEFORE_CUTOFF, FRAME_DUPLICATE, FRAME_HORIZON, FRAME_NO_WINDOW
 */
export function refuseFaults(context: FrameContext, report: AssemblyReport): void {
  refuseRows(context, report);
  const { file, meta } = context;
  const { longest, window, written, incomplete, outside } = report;
  if (longest !== meta.horizon)
    throw new PipelineError('FRAME_HORIZON', { file, found: longest, expected: meta.horizon, windowCount: window });
  if (written > 0) return;
  const first = incomplete ?? outside;
  throw new PipelineError('FRAME_NO_WINDOW', {
    file,
    windowCount: window,
    incomplete: incomplete?.count ?? 0,
    outside: outside?.count ?? 0,
    example: first ? leftOutText(context, first.first) : 'there is none',
  });
}

function refuseRows({ file, meta, places, clock }: FrameContext, { faults }: AssemblyReport): void {
  const context = (found: { count: number; first: ForecastKey }) => {
    const { place, ds, cutoff } = found.first;
    const series = places[place]?.series ?? 0;
    const [first, last] = [formatTime(clock.timeOf(series, 0)), formatTime(clock.timeOf(series, -1))];
    const id = places[place]?.id ?? '';
    const key = { file, id, ds: formatTime(ds), cutoff: formatTime(cutoff), count: found.count };
    return { key, range: { first, last }, beforeLast: formatTime(clock.timeOf(series, -2)) };
  };
  const cutoff = faults('cutoff');
  if (cutoff) {
    const { key, range, beforeLast } = context(cutoff);
    throw new PipelineError('FRAME_CUTOFF', { ...key, first: range.first, last: beforeLast });
  }
  const offGrid = faults('off-grid');
  if (offGrid) {
    const { key, range } = context(offGrid);
    throw new PipelineError('FRAME_OFF_GRID', { ...key, ...range, frequency: meta.frequency });
  }
  const early = faults('before-cutoff');
  if (early) throw new PipelineError('FRAME_BEFORE_CUTOFF', context(early).key);
  const duplicate = faults('duplicate');
  if (duplicate) throw new PipelineError('FRAME_DUPLICATE', context(duplicate).key);
}

/** Which window was left out, and what it lacks. */
export function leftOutText({ meta, clock }: FrameContext, { series, cutoff, missing }: LeftOut): string {
  const of = meta.series.length > 1 ? ` of series "${meta.series[series]?.id}"` : '';
  const window = `the first is the window${of} with cutoff ${formatTime(cutoff)}`;
  if (!missing) return `${window}, whose targets lie in two splits or between two strides`;
  const ds = clock.timeOf(series, clock.rowOf(series, cutoff) + 1 + missing.step);
  const channel = meta.series.length > 1 ? '' : ` of "${meta.channels.target[missing.channel]}"`;
  return `${window}, which lacks step ${missing.step + 1}${channel} (ds ${Number.isNaN(ds) ? 'behind the last row' : formatTime(ds)})`;
}

/** As people write it: 2024-01-31 23:00:00. */
export function formatTime(ms: number): string {
  return new Date(ms)
    .toISOString()
    .replace('T', ' ')
    .replace(/(\.000)?Z$/, '');
}
