import { addSteps, formatWallTime, PipelineError } from '@tsdistill/contracts';
import type { FaultSources } from './refuse-faults';
import type { Finding, RowFault } from './findings';
import type { RowLocation } from './locate-row';
import { roleOf } from '../source/select-columns';

/** A fault, and where it was found again. */
export interface LocatedFault {
  readonly finding: Finding;
  readonly location: RowLocation;
  readonly sources: FaultSources;
  /** Rows of all sources. */
  readonly rows: number;
}

/** The error for a fault, with file, line, series, value and count. */
export function describeFault(fault: RowFault, located: LocatedFault): PipelineError {
  return DESCRIPTIONS[fault](located);
}

const DESCRIPTIONS: Readonly<Record<RowFault, (located: LocatedFault) => PipelineError>> = {
  TIMESTAMP_INVALID: (located) =>
    new PipelineError('TIMESTAMP_INVALID', { ...timeCell(located), timeFormat: located.sources.config.timeFormat }),
  TIMESTAMP_OFFSETS: (located) =>
    new PipelineError('TIMESTAMP_OFFSETS', {
      ...timeCell(located),
      rows: located.rows,
      offsets: located.location.plan.offsets,
    }),
  TIMESTAMP_HOLE: (located) => new PipelineError('TIMESTAMP_HOLE', { ...timeCell(located), ...zoneOf(located) }),
  TIMESTAMP_REPEAT: (located) => new PipelineError('TIMESTAMP_REPEAT', { ...timeCell(located), ...zoneOf(located) }),
  SERIES_UNNAMED: (located) =>
    new PipelineError('SERIES_UNNAMED', cell(located, located.location.plan.selection.series ?? 0)),
  VALUE_MISSING: (located) => new PipelineError('VALUE_MISSING', valueCell(located)),
  KNOWN_MISSING: (located) => {
    const { role: _, ...known } = valueCell(located);
    return new PipelineError('KNOWN_MISSING', known);
  },
  VALUE_INFINITE: (located) => new PipelineError('VALUE_INFINITE', valueCell(located)),
  TIMESTAMP_DUPLICATE: (located) => {
    const { values = [NaN, NaN], seriesCount, timeMs, count } = located.finding;
    const { conversion, zone } = located.sources.plan;
    const value = formatWallTime(
      conversion === 'local-to-utc' || conversion === 'utc-to-bucket' ? zone.toLocal(timeMs) : timeMs,
    );
    const place = { ...placeOf(located), count, value, previous: value };
    return new PipelineError('TIMESTAMP_DUPLICATE', { ...place, values, seriesCount, ...repeatOf(located) });
  },
  TIMESTAMP_OFF_GRID: (located) => {
    const { config, plan } = located.sources;
    const cause = plan.conversion === 'utc-to-local' ? { timezone: config.timezone } : {};
    return new PipelineError('TIMESTAMP_OFF_GRID', { ...step(located), frequency: config.frequency, ...cause });
  },
  TIMESTAMP_GAP: (located) => {
    const { missing = 0, totalMissing: total } = located.finding;
    return new PipelineError('TIMESTAMP_GAP', { ...step(located), missing, firstMissing: behind(located, 1), total });
  },
  KNOWN_TOO_SHORT: (located) => {
    const { horizon, known } = located.sources.config;
    const { count, timeMs } = located.finding;
    const [found, needed] = [shown(timeMs, located), behind(located, horizon)];
    return new PipelineError('KNOWN_TOO_SHORT', { ...placeOf(located), count, found, needed, horizon, known });
  },
};

function placeOf({ finding: { series }, location: { file, line, row }, sources }: LocatedFault) {
  return { file, line, row, ...(sources.config.series !== undefined && series !== '' && { series }) };
}

function cell(located: LocatedFault, position: number) {
  const { finding, location } = located;
  const column = location.plan.source.columns[position]?.name ?? '';
  return { ...placeOf(located), count: finding.count, column, value: location.cell(position) };
}

function timeCell(located: LocatedFault) {
  return cell(located, located.location.plan.selection.timestamp);
}

function valueCell(located: LocatedFault) {
  const { selection } = located.location.plan;
  const position = selection.values[located.finding.channel ?? 0] ?? 0;
  return { ...cell(located, position), ...roleOf(selection, position) };
}

function zoneOf({ sources }: LocatedFault) {
  return { timezone: sources.config.timezone };
}

function step(located: LocatedFault) {
  const { count, timeMs, previousMs = timeMs } = located.finding;
  return { ...placeOf(located), count, value: shown(timeMs, located), previous: shown(previousMs, located) };
}

/** Whether a duplicate may be the second of two times that the clock shows, which the config takes for the first. */
function repeatOf({ finding: { timeMs }, sources: { plan, config } }: LocatedFault) {
  if (plan.conversion !== 'local-to-utc' || config.ambiguous === 'in-order') return {};
  const { timezone } = config;
  return plan.zone.instantsOf(plan.zone.toLocal(timeMs)).length > 1 ? { timezone } : {};
}

/** The time `count` steps behind the row before. */
function behind(located: LocatedFault, count: number): string {
  const { previousMs, timeMs } = located.finding;
  return shown(addSteps(previousMs ?? timeMs, count, located.sources.plan.step), located);
}

/** A time as the cells of the file show it: by the clock of the zone where they have no offset. */
function shown(timeMs: number, { sources: { plan } }: LocatedFault): string {
  return formatWallTime(plan.conversion === 'local-to-utc' ? plan.zone.toLocal(timeMs) : timeMs);
}
