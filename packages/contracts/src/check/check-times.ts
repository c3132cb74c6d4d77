import type { DatasetMeta } from '../schemas/dataset';
import { addSteps, isWeekday, parseStep, type Step } from '../schemas/step';
import { counted, type Findings } from './findings';

/**
 * Times begin with the series' start and go on step by step.
 *
 * Months are counted from the start, so that 31 January is followed by 28 February and 31 March. Business days rise and are weekdays; a
 * weekday that is not there was a holiday.
 */
export function checkTimes(timestamp: BigInt64Array, { series, frequency }: DatasetMeta, findings: Findings): void {
  const step = parseStep(frequency);
  if (!step)
    findings.problem('manifest', 'manifest.json', `frequency: "${frequency}" is no step such as PT1H, P1M or B`);
  let first = 0;
  for (const { id, rowCount, start } of series) {
    const times = Float64Array.from(timestamp.subarray(first, (first += rowCount)), Number);
    const [begin = NaN] = times;
    if (rowCount > 0 && begin !== Date.parse(start))
      findings.problem(
        'values',
        'series.arrow',
        `series "${id}" starts at ${timeText(begin)}, the manifest says ${start}`,
      );
    const bad = Float64Array.from(times.keys()).filter((row) => row > 0 && !follows(times, row, step));
    const [row] = bad;
    if (row !== undefined)
      findings.problem(
        'values',
        'series.arrow',
        `series "${id}": ${counted(bad.length, 'step')} other than ${frequency}; the first is row ${row}, from ${timeText(times[row - 1])} to ${timeText(times[row])}`,
      );
  }
}

/** Whether a row comes one step after the row before it. */
function follows(times: Float64Array, row: number, step: Step | undefined): boolean {
  const [start = NaN, before = NaN, time = NaN] = [times[0], times[row - 1], times[row]];
  switch (step?.kind) {
    case 'fixed':
      return time - before === step.ms;
    case 'months':
      return time === addSteps(start, row, step);
    case 'business-days':
      return time > before && isWeekday(time);
    case undefined:
      return time > before;
  }
}

function timeText(ms: number | undefined): string {
  return new Date(Number(ms)).toISOString();
}
