import { type DatasetMeta, largest, PipelineError, smallest } from '@tsdistill/contracts';
import type { RowClock } from './row-clock';

const INSTANT = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d)?)?$/;
const DAY_MS = 86_400_000;

/**
 * The last row at or before a time, of all series: what a teacher that was fitted until then has seen.
 *
 * A time without an offset is UTC, and a date alone is the whole day: rather too much than too little is called seen.
 *
 * @returns ms since 1970 UTC
 * @throws PipelineError TRAINED_UNTIL_INVALID when `text` is no time, or comes before every row
 */
export function lastRowSeen(text: string, { series }: DatasetMeta, clock: RowClock): number {
  const until = parseUntil(text);
  if (until === undefined) throw new PipelineError('TRAINED_UNTIL_INVALID', { value: text, problem: 'it is no time' });
  const last = largest(series.map((one, index) => lastUntil(clock, index, one.rowCount, until)));
  if (last > -Infinity) return last;
  const first = smallest(series.map((_, index) => clock.timeOf(index, 0)));
  const problem = `it comes before the first row of the data set, ${new Date(first).toISOString()}`;
  throw new PipelineError('TRAINED_UNTIL_INVALID', { value: text, problem });
}

function parseUntil(text: string): number | undefined {
  const [, date, time, zone = 'Z'] = INSTANT.exec(text) ?? [];
  const day = Date.parse(`${date}T00:00Z`);
  // 31 April would become 1 May.
  if (Number.isNaN(day) || !new Date(day).toISOString().startsWith(date ?? '')) return undefined;
  const ms = time === undefined ? day : Date.parse(`${date}T${time}${zone}`);
  if (Number.isNaN(ms)) return undefined;
  return time === undefined ? ms + DAY_MS - 1 : ms;
}

function lastUntil(clock: RowClock, series: number, rowCount: number, until: number): number {
  let [low, high] = [0, rowCount];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (clock.timeOf(series, middle) <= until) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? -Infinity : clock.timeOf(series, low - 1);
}
