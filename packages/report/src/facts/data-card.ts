import { type DatasetMeta, largest, smallest } from '@tsdistill/contracts';
import type { WindowData } from '@tsdistill/forecasting';

/** Where data come from, for people: section `about` of a dataset.json. */
export interface DataAbout {
  readonly source?: string | undefined;
  readonly licence?: string | undefined;
}

/** What a reader must know of the data before believing a figure. */
export interface DataCard {
  readonly name: string;
  readonly about: DataAbout;
  readonly meta: DatasetMeta;
  /** First and last observed time over all series, ISO 8601. */
  readonly span: readonly [string, string];
  /** Observed rows of all series. */
  readonly rowCount: number;
  /** Values of targets that were not observed, among all of those rows. */
  readonly missing: { readonly count: number; readonly total: number };
  readonly splits: readonly SplitFacts[];
}

export interface SplitFacts {
  readonly name: 'train' | 'validation' | 'test';
  readonly rowCount: number;
  readonly originCount: number;
  /** First and last time over all series, ISO 8601; null without a row. */
  readonly span: readonly [string, string] | null;
}

export function dataCard(name: string, about: DataAbout, data: WindowData): DataCard {
  const { meta } = data.dataset.manifest;
  const observed = meta.series.map(({ observedRowCount }): Range => [0, observedRowCount]);
  return {
    ...{ name, about, meta, missing: missingValues(data) },
    span: spanOf(data, observed) ?? ['', ''],
    rowCount: lengthOf(observed),
    splits: (['train', 'validation', 'test'] as const).map((split) => {
      const ranges = meta.series.map(({ borders }): Range => borders[split]);
      return {
        name: split,
        rowCount: lengthOf(ranges),
        originCount: meta.originCounts[split],
        span: spanOf(data, ranges),
      };
    }),
  };
}

/** Rows [from, to) of one series. */
type Range = readonly [number, number];

const lengthOf = (ranges: readonly Range[]) => ranges.reduce((sum, [from, to]) => sum + to - from, 0);

/** @param ranges one for each series */
function spanOf({ timestamp, offsets }: WindowData, ranges: readonly Range[]): readonly [string, string] | null {
  const at = (series: number, row: number) => Number(timestamp[(offsets[series] ?? 0) + row]);
  const bounds = ranges.flatMap(([from, to], series) => (to > from ? [[at(series, from), at(series, to - 1)]] : []));
  if (bounds.length === 0) return null;
  const [first, last] = [bounds.map(([from = NaN]) => from), bounds.map(([, to = NaN]) => to)];
  return [new Date(smallest(first)).toISOString(), new Date(largest(last)).toISOString()];
}

function missingValues({ dataset, mask, offsets }: WindowData) {
  const { series: list, channels } = dataset.manifest.meta;
  const width = channels.target.length;
  let [count, total] = [0, 0];
  list.forEach(({ observedRowCount }, series) => {
    const from = (offsets[series] ?? 0) * width;
    total += observedRowCount * width;
    for (let i = from; mask && i < from + observedRowCount * width; i++) count += mask[i] === 0 ? 1 : 0;
  });
  return { count, total };
}
