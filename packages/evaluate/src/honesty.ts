import { formatInstant, plural } from '@tsdistill/contracts';
import { type OriginKeys, trainedUntil, type WindowData } from '@tsdistill/forecasting';
import type { Leak } from './summary';

/**
 * @file Which models were fitted on rows that they are judged on.
 *
 * A teacher that saw validation or test rows, or a student that did, wins for that reason alone: no verdict rests on it.
 */

/** What one model says of its own training. */
export interface Fitted {
  readonly role: Leak['role'];
  readonly name: string;
  /** Last row it was fitted on, ISO 8601; null = unknown. */
  readonly trainedUntil: string | null;
  readonly inSampleWindows: number;
}

/** The models that saw validation or test rows, with how many. */
export function findLeaks(models: readonly Fitted[], data: WindowData): Leak[] {
  const lastTrainRow = trainedUntil(data);
  return models
    .map((model) => {
      const until = instantOf(model.trainedUntil);
      return { ...model, lastTrainRow, rows: rowsBetween(data, Date.parse(lastTrainRow), until ?? -Infinity) };
    })
    .filter(({ rows, inSampleWindows }) => rows.validation + rows.test + inSampleWindows > 0);
}

/** Names of models that do not say, in a way that can be read, when they were last fitted. */
export function findUnknown(models: readonly Fitted[]): string[] {
  return models.filter((model) => instantOf(model.trainedUntil) === null).map(({ name }) => name);
}

/** Scored windows of which the rows of soft targets say `inSample`. */
export function countInSample(
  { rowOf, inSample }: { rowOf(series: number, origin: number): number; readonly inSample: Uint8Array },
  { series, origin }: OriginKeys,
): number {
  return series.reduce((sum, of, i) => sum + (inSample[rowOf(of, origin[i] ?? 0)] === 1 ? 1 : 0), 0);
}

/** True when the student's comparison with its twin and its teacher rests on a model that saw what it is judged on. */
export function isVoid(leaks: readonly Leak[]): boolean {
  return leaks.some(({ role }) => role !== 'placebo' && role !== 'rival');
}

/** "the teacher lstm was fitted until 2024-03-01T00:00Z, on 120 validation and 20 test rows behind …". */
export function leakText({ role, name, trainedUntil: until, lastTrainRow, rows, inSampleWindows }: Leak): string {
  const seen = [
    ...(rows.validation > 0 ? [plural(rows.validation, 'validation row')] : []),
    ...(rows.test > 0 ? [plural(rows.test, 'test row')] : []),
  ];
  const last = `behind the last train row, ${formatInstant(lastTrainRow)}`;
  const parts = [
    ...(seen.length > 0 ? [`was fitted until ${formatInstant(until ?? '')}, on ${seen.join(' and ')} ${last}`] : []),
    ...(inSampleWindows > 0 ? [`was fitted on ${plural(inSampleWindows, 'scored window')} (inSample)`] : []),
  ];
  return `the ${role} ${name} ${parts.join(', and ')}`;
}

/** Milliseconds since 1970; a time without a zone is UTC. null when it is unknown or no ISO 8601 time. */
function instantOf(text: string | null): number | null {
  if (text === null) return null;
  const zoned = /T.*(Z|[+-]\d{2}:?\d{2})$/i.test(text) || !text.includes('T') ? text : `${text}Z`;
  const instant = Date.parse(zoned);
  return Number.isNaN(instant) ? null : instant;
}

/** The latest of those times that can be read, as it was written; null when there is none. */
export function latestOf(times: readonly (string | null)[]): string | null {
  const read = times.filter((text) => instantOf(text) !== null);
  const [latest = null] = read.sort((left, right) => (instantOf(right) ?? 0) - (instantOf(left) ?? 0));
  return latest;
}

/** Rows of all series with `after` < time ≤ `until`. */
function rowsBetween({ dataset, timestamp, offsets }: WindowData, after: number, until: number) {
  const count = (split: 'validation' | 'test') => {
    let rows = 0;
    dataset.manifest.meta.series.forEach(({ borders }, series) => {
      const [from, to] = borders[split].map((row) => row + (offsets[series] ?? 0)) as [number, number];
      for (let row = from; row < to; row++) {
        const time = Number(timestamp[row]);
        if (time > after && time <= until) rows += 1;
      }
    });
    return rows;
  };
  return { validation: count('validation'), test: count('test') };
}
