import { countOf, entry } from './entry';
import { cell, type CellContext, type CellPlaceOfDate, place, share, type StepContext } from './row-place';

/** The fewest digits that are this float32: 23.39, not 23.389999389648438. */
function shortest(value: number): string {
  const digits = Array.from({ length: 9 }, (_, index) => Number(value.toPrecision(index + 1)));
  return String(digits.find((rounded) => Math.fround(rounded) === value) ?? value);
}

/** What to set, told by the text that is no time. */
function hintOfTime({
  value,
  timeFormat,
}: {
  readonly value: string;
  readonly timeFormat?: string | undefined;
}): string {
  const text = value.trim();
  if (/^[^\d]*(total|sum|summe|average|mean)[^\d]*$/i.test(text))
    return 'Is it a line of totals? Take it out of the file in `ingest.files`, or out of the rows with `ingest.query`.';
  if (timeFormat === undefined && /^[1-6]\d{4}(\.\d+)?$/.test(text))
    return 'Is it the number of a day in a spreadsheet? Have that write dates into the file in `ingest.files`, such as 2024-01-31.';
  if (timeFormat === undefined && /^\d{4}[-/ ]?q[1-4]$|^q[1-4][-/ ]?\d{4}$/i.test(text))
    return 'Set `ingest.timeFormat` to "quarters".';
  if (timeFormat !== undefined)
    return 'Every cell must fit `ingest.timeFormat`; a line of totals or notes has no place among the rows.';
  if (/^\d{9,10}(\.\d+)?$/.test(text)) return 'Set `ingest.timeFormat` to "epoch-seconds".';
  if (/^\d{12,13}$/.test(text)) return 'Set `ingest.timeFormat` to "epoch-milliseconds".';
  return 'The column in `ingest.timestamp` must look like 2024-01-31, 2024-01-31 23:00 or 2024-01-31T23:00:00Z; name any other pattern in `ingest.timeFormat`.';
}

/** What to set where a time comes again. */
function hintOfDuplicate({
  series,
  timezone,
}: {
  readonly series?: string | undefined;
  readonly timezone?: string | undefined;
}): string {
  if (timezone !== undefined)
    return `The clock of ${timezone} shows this time twice: set \`ingest.ambiguous\` to "in-order" if both hours are there, else \`ingest.duplicates\` to "first", "last", "mean" or "sum".`;
  return series === undefined
    ? 'Set `ingest.duplicates` to "first", "last", "mean" or "sum"; is a column the name of a series (`ingest.series`)?'
    : 'Set `ingest.duplicates` to "first", "last", "mean" or "sum", or mend the file in `ingest.files`.';
}

/** What to set where rows do not lie on one grid. */
function hintOfGrid({
  frequency,
  timezone,
}: {
  readonly frequency: string;
  readonly timezone?: string | undefined;
}): string {
  if (frequency === 'B')
    return 'Business days lie on weekdays, all at one time of day: set `ingest.frequency` to "P1D" and `ingest.missing` to "mask" (or another word for days without a row), or take such rows out.';
  const rule = 'Rows must be `ingest.frequency` apart, all on one grid; `ingest.resample` combines those between.';
  if (timezone === undefined) return rule;
  return `Set \`ingest.timezone\` to the zone whose days the times are (such as "Europe/Berlin"): now their days are those of ${timezone}. ${rule}`;
}

/** Errors of timestamps and of the steps between them. Permanent codes; every hint names a setting of the data set config. */
export const TIME_ERRORS = {
  TIMESTAMP_INVALID: entry<CellContext & { readonly timeFormat?: string | undefined }>(
    (c) =>
      `${cell(c)}: "${c.value}" ${c.timeFormat === undefined ? 'is not a timestamp' : `does not fit ${c.timeFormat}`} (${countOf(c.count, 'such row')}).`,
    hintOfTime,
  ),
  TIMESTAMP_DAY_ORDER: entry<
    CellPlaceOfDate & { readonly fits: readonly { readonly format: string; readonly count: number }[] }
  >(
    (c) => {
      const fits = c.fits.map(({ format, count }) => `${count} of ${countOf(c.rows, 'row')} fit ${format}`).join(', ');
      return `${place(c)}, column "${c.column}": "${c.value}" does not say which is the day and which the month (${fits}).`;
    },
    (c) => {
      const whole = c.fits.filter(({ count }) => count === c.rows);
      const [only] = whole;
      return whole.length === 1 && only
        ? `Set \`ingest.timeFormat\` to "${only.format}".`
        : `Set \`ingest.timeFormat\`, to ${c.fits.map(({ format }) => `"${format}"`).join(' or ')}.`;
    },
  ),
  TIMESTAMP_OFFSETS: entry<CellContext & { readonly rows: number; readonly offsets: boolean }>(
    (c) =>
      `${cell(c)}: "${c.value}" has ${c.offsets ? 'no' : 'an'} offset from UTC, unlike the first row ` +
      `(${c.count} of ${countOf(c.rows, 'timestamp')}).`,
    () => 'Write all timestamps with an offset or none; without one, `ingest.timezone` says which clock they show.',
  ),
  TIMESTAMP_HOLE: entry<CellContext & { readonly timezone: string }>(
    (c) =>
      `${cell(c)}: "${c.value}" does not exist in ${c.timezone}, where the clock is put forward over it (${countOf(c.count, 'such row')}).`,
    () =>
      'If these times are UTC, or of a clock that is never changed, set `ingest.timezone` to that (such as "UTC" or "Etc/GMT-1").',
  ),
  TIMESTAMP_REPEAT: entry<CellContext & { readonly timezone: string }>(
    (c) =>
      `${cell(c)}: "${c.value}" comes twice in ${c.timezone}, where the clock is put back over it (${countOf(c.count, 'such row')}).`,
    () =>
      'Set `ingest.ambiguous` to "in-order" if the rows of both hours are there, else to "earlier" or "later"; write the times with an offset, or set `ingest.timezone` to "UTC" if they are.',
  ),
  TIME_FORMAT: entry<{ timeFormat: string; problem: string }>(
    (c) => `"${c.timeFormat}" is no pattern of time: ${c.problem}`,
    () => '`ingest.timeFormat` takes the letters of strptime, such as "%d/%m/%Y %H:%M".',
  ),
  TIMESTAMP_DUPLICATE: entry<
    StepContext & {
      readonly values: readonly [number, number];
      readonly seriesCount: number;
      /** Of a time that its clock shows twice. */
      readonly timezone?: string;
    }
  >(
    (c) =>
      `${place(c)}: ${c.value} is there a second time, with the values ${shortest(c.values[0])} and ${shortest(c.values[1])} ` +
      `(${countOf(c.count, 'duplicate row')}${c.series === undefined ? '' : ` in ${c.seriesCount} series`}).`,
    hintOfDuplicate,
  ),
  TIMESTAMP_GAP: entry<
    StepContext & { readonly missing: number; readonly firstMissing: string; readonly total: number }
  >(
    (c) =>
      `${place(c)}: ${countOf(c.missing, 'row')} ${c.missing === 1 ? 'is' : 'are'} missing from ${c.firstMissing}, between ${c.previous} and ` +
      `${c.value} (${countOf(c.count, 'gap')}, ${countOf(c.total, 'row')} missing in all).`,
    () =>
      'Say in `ingest.missing` what becomes of them ("ffill", "linear", "seasonal", "mask", "drop-series"), or add the rows. Does a clock change leave out an hour? Then set `ingest.timezone`.',
  ),
  TIMESTAMP_OFF_GRID: entry<
    StepContext & {
      readonly frequency: string;
      /** Of instants that are taken as its days. */ readonly timezone?: string;
    }
  >(
    (c) =>
      `${place(c)}: from ${c.previous} to ${c.value} is no multiple of ${c.frequency} ` +
      `(${countOf(c.count, 'such step')}).`,
    hintOfGrid,
  ),
  FREQUENCY_MISMATCH: entry<{ file: string; frequency: string; found: string; count: number; steps: number }>(
    (c) =>
      `${c.file}: ${c.count} of ${countOf(c.steps, 'step')} (${share(c.count, c.steps)}) are ${c.found}, but the config says ${c.frequency}.`,
    (c) => `Set \`ingest.frequency\` to "${c.found}", or combine the rows with \`ingest.resample\`.`,
  ),
  FREQUENCY_NONE: entry<{
    file: string;
    frequency: string;
    first: { readonly name: string; readonly count: number };
    second: { readonly name: string; readonly count: number };
    steps: number;
  }>(
    (c) =>
      `${c.file}: the rows have no common step: ${c.first.name} ${share(c.first.count, c.steps)}, ` +
      `${c.second.name} ${share(c.second.count, c.steps)} of ${countOf(c.steps, 'step')}; the config says ${c.frequency}.`,
    (c) => `Combine the rows into steps of ${c.frequency} with \`ingest.resample\`, or change \`ingest.frequency\`.`,
  ),
} as const;
