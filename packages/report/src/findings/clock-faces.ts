/** What a clock and a calendar on the wall show. */
export interface ClockFace {
  /** 0 … 23. */
  readonly hour: number;
  /** 0 = Sunday. */
  readonly weekday: number;
  /** 0 = January. */
  readonly month: number;
}

/** The wall's time of each row in a time zone, worked out when first asked for. @param timestamp ms since 1970 UTC, [T] */
export function clockFaces(timestamp: BigInt64Array, timeZone: string): (row: number) => ClockFace {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric' },
  });
  const known = new Map<number, ClockFace>();
  return (row) => {
    const found = known.get(row) ?? readFace(format, Number(timestamp[row]));
    known.set(row, found);
    return found;
  };
}

function readFace(format: Intl.DateTimeFormat, time: number): ClockFace {
  const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
  const { year = NaN, month = NaN, day = NaN, hour = NaN } = parts;
  return { hour, month: month - 1, weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay() };
}
