const DAY_MS = 86_400_000;

/** What a local time can be beside an instant. */
export type LocalFault = 'hole' | 'repeat';

/** Which of two instants a local time that comes twice stands for; `in-order` leaves it to who knows what came before. */
export type Ambiguous = 'error' | 'earlier' | 'later' | 'in-order';

/** The clock of a time zone. Times are ms since 1970; a local one is what the clock shows, taken as UTC. */
export interface Zone {
  /** What the clock shows at an instant. */
  toLocal(utcMs: number): number;
  /** The instant at which the clock shows a time: none in the hole of spring, two in the repeat of autumn. */
  toUtc(localMs: number): number | LocalFault;
  /** All instants at which the clock shows a time, the earlier first. */
  instantsOf(localMs: number): readonly number[];
}

/** Whether the system knows a time zone of this name. */
export function isZone(name: string): boolean {
  if (name === 'UTC') return true;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const UTC: Zone = { toLocal: (utcMs) => utcMs, toUtc: (localMs) => localMs, instantsOf: (localMs) => [localMs] };

/**
 * The clock of a time zone, by the calendar of the system.
 *
 * @param name IANA name, such as `America/New_York`
 */
export function createZone(name: string, ambiguous: Ambiguous): Zone {
  // To ask the system for its calendar takes .02 s the first time.
  if (name === 'UTC') return UTC;
  const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
  if (timeZone === 'UTC') return UTC;
  const offsetAt = createOffsets(timeZone);

  function toUtc(localMs: number): number | LocalFault {
    const [early, late] = candidatesOf(localMs);
    if (early === late) return early;
    const shows = instantsOf(localMs);
    if (shows.length === 2 && (ambiguous === 'error' || ambiguous === 'in-order')) return 'repeat';
    return (ambiguous === 'later' ? shows.at(-1) : shows[0]) ?? 'hole';
  }

  /** By the offset of the day before and that of the day after. */
  function candidatesOf(localMs: number): readonly [early: number, late: number] {
    const before = offsetAt(localMs - DAY_MS);
    const after = offsetAt(localMs + DAY_MS);
    return [localMs - Math.max(before, after), localMs - Math.min(before, after)];
  }

  function instantsOf(localMs: number): readonly number[] {
    const candidates = [...new Set(candidatesOf(localMs))];
    return candidates.filter((utcMs) => utcMs + offsetAt(utcMs) === localMs);
  }
  // A row without a time has none on the clock either.
  const toLocal = (utcMs: number) => (Number.isNaN(utcMs) ? NaN : utcMs + offsetAt(utcMs));
  return { toLocal, toUtc, instantsOf };
}

/** Offsets of one UTC day: `before` until `changeMs`, `after` from then on. */
interface DayOffsets {
  readonly before: number;
  readonly after: number;
  readonly changeMs: number;
}

/** Looks up the offset from UTC (ms) at an instant; each day is asked for once, since the calendar of the system is slow. */
function createOffsets(timeZone: string): (utcMs: number) => number {
  const measure = createMeasure(timeZone);
  const days = new Map<number, DayOffsets>();
  function offsetsOf(day: number): DayOffsets {
    const [from, to] = [day * DAY_MS, (day + 1) * DAY_MS];
    const [before, after] = [measure(from), measure(to)];
    return { before, after, changeMs: before === after ? to : findChange(measure, from, to) };
  }
  return (utcMs) => {
    const day = Math.floor(utcMs / DAY_MS);
    let offsets = days.get(day);
    if (!offsets) days.set(day, (offsets = offsetsOf(day)));
    return utcMs < offsets.changeMs ? offsets.before : offsets.after;
  };
}

/** The instant in (from, to] from which on the offset is that of `to`, by halving; changes fall on whole seconds. */
function findChange(measure: (utcMs: number) => number, from: number, to: number): number {
  const before = measure(from);
  let [low, high] = [from / 1000, to / 1000];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (measure(middle * 1000) === before) low = middle;
    else high = middle;
  }
  return high * 1000;
}

function createMeasure(timeZone: string): (utcMs: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (utcMs) => {
    const parts = Object.fromEntries(format.formatToParts(utcMs).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    const shown = new Date(0).setUTCFullYear(year, month - 1, day) + ((hour * 60 + minute) * 60 + second) * 1000;
    return shown - Math.floor(utcMs / 1000) * 1000;
  };
}
