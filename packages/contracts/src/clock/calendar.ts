/** Cycles of the calendar that can be known channels. */
export const CALENDAR = ['hour', 'weekday', 'yearday'] as const;
/** One of them. */
export type Cycle = (typeof CALENDAR)[number];

const DAY_MS = 86_400_000;

/**
 * Position in a cycle, in [0, 1): time of day, minutes included; day of the week from Monday (1970-01-01: Thursday); day of
 * the year, 365 or 366 of them.
 */
const PHASES: Readonly<Record<Cycle, (timeMs: number) => number>> = {
  hour: (timeMs) => modulo(timeMs, DAY_MS) / DAY_MS,
  weekday: (timeMs) => modulo(Math.floor(timeMs / DAY_MS) + 3, 7) / 7,
  yearday: yearShare,
};

/** Names of the known channels, two a cycle: `hour.sin`, `hour.cos`, … */
export function calendarChannels(cycles: readonly Cycle[]): readonly string[] {
  return cycles.flatMap((cycle) => [`${cycle}.sin`, `${cycle}.cos`]);
}

/**
 * Sine and cosine of the time of day, of the day of the week and of the day of the year, as the clock of the data shows them.
 *
 * @param times ms since 1970 by the clock of the data, [T]
 * @returns values in [-1, 1], [T, 2 · cycles], in the order of `calendarChannels`
 */
export function calendarValues(cycles: readonly Cycle[], times: Float64Array): Float32Array {
  const width = 2 * cycles.length;
  const values = new Float32Array(times.length * width);
  cycles.forEach((cycle, index) => {
    for (let row = 0; row < times.length; row++) {
      const angle = 2 * Math.PI * PHASES[cycle](times[row] as number);
      values[row * width + 2 * index] = Math.sin(angle);
      values[row * width + 2 * index + 1] = Math.cos(angle);
    }
  });
  return values;
}

/** Like %, but never negative: times before 1970 have a calendar too. */
function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}

/** Whole days since 1 January over the days of that year. */
function yearShare(timeMs: number): number {
  const year = new Date(timeMs).getUTCFullYear();
  const [first, next] = [Date.UTC(year, 0), Date.UTC(year + 1, 0)];
  return (Math.floor(timeMs / DAY_MS) * DAY_MS - first) / (next - first);
}
