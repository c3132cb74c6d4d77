const PATTERN = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2})(:\d{2})?)?$/;

/**
 * Reads `2001-05-01`, `2001-05-01 06:00` or `2001-05-01 06:00:00` (or with a `T`) as the clock of the data shows it.
 *
 * @returns ms since 1970, the clock taken as UTC; undefined when it is no such time or no day of the calendar
 */
export function parseWallTime(text: string): number | undefined {
  const [, date, minute = '00:00', second = ':00'] = PATTERN.exec(text) ?? [];
  if (date === undefined) return undefined;
  const timeMs = Date.parse(`${date}T${minute}${second}Z`);
  // Date.parse moves 30 February to March: such a day does not read back.
  return !Number.isNaN(timeMs) && formatWallTime(timeMs).startsWith(date) ? timeMs : undefined;
}

/** `2001-05-01 06:00:00`, with milliseconds only where there are some. */
export function formatWallTime(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('T', ' ').replace('.000Z', '').replace('Z', '');
}
