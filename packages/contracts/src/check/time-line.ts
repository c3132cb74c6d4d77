import { readTable } from '../arrow/read-table';
import { artifactFile } from '../artifact/open-artifact';
import { type Dataset, seriesOffsets } from '../artifacts/dataset';
import { largest } from '../extremes';

/** When the rows of a data set are, and where its train rows end. */
export interface TimeLine {
  /** ms since 1970 UTC of a row of a series. */
  timeOf(series: number, row: number): number;
  /** Time of the last train row of all series. */
  readonly lastTrainMs: number;
  /** Validation and test rows with a later time than the last train row, up to `ms`. */
  rowsSeen(ms: number): { readonly validation: number; readonly test: number };
}

export function readTimeLine(dataset: Dataset): TimeLine {
  const { timestamp } = readTable(artifactFile(dataset, 'series.arrow'), { timestamp: { kind: 'timestamp' } });
  const offsets = seriesOffsets(dataset);
  const { series } = dataset.manifest.meta;
  const timeOf = (of: number, row: number) => Number(timestamp[(offsets[of] ?? 0) + row]);
  const lastTrainMs = largest(series.map(({ borders }, of) => timeOf(of, borders.train[1] - 1)));
  const count = (split: 'validation' | 'test', until: number) =>
    series.reduce((sum, { borders }, of) => {
      const [from, to] = borders[split];
      const rows = Array.from({ length: to - from }, (_, index) => timeOf(of, from + index));
      return sum + rows.filter((ms) => ms > lastTrainMs && ms <= until).length;
    }, 0);
  return { timeOf, lastTrainMs, rowsSeen: (ms) => ({ validation: count('validation', ms), test: count('test', ms) }) };
}

/** ms since 1970 of an ISO 8601 time; one without a zone is UTC; NaN when it is none. */
export function parseInstant(text: string): number {
  const isZoned = !text.includes('T') || /(Z|[+-]\d\d:?\d\d)$/i.test(text);
  return Date.parse(isZoned ? text : `${text}Z`);
}
