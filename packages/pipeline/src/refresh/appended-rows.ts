import {
  type Dataset,
  dataClock,
  formatWallTime,
  PipelineError,
  readSeries,
  seriesOffsets,
  largest,
} from '@tsdistill/contracts';
import type { Appended } from './move-split';

/**
 * What has come behind the rows of a former data set.
 *
 * @throws PipelineError ARTIFACT_MISMATCH for other channels or series, REFRESH_ROWS_CHANGED, REFRESH_NO_ROWS
 */
export function appendedRows(former: Dataset, longer: Dataset): Appended {
  refuseOtherShape(former, longer);
  refuseChanged(former, longer);
  const counts = (dataset: Dataset) => dataset.manifest.meta.series.map(({ observedRowCount }) => observedRowCount);
  const before = counts(former);
  const rows = counts(longer).reduce((most, count, series) => Math.max(most, count - (before[series] ?? 0)), 0);
  const [from, to] = [lastTime(former), lastTime(longer)];
  if (rows === 0) {
    const formerRows = before.reduce((sum, count) => sum + count, 0);
    throw new PipelineError('REFRESH_NO_ROWS', { rows: formerRows, last: formatWallTime(from) });
  }
  return { rows, spanMs: to - from };
}

function refuseOtherShape(former: Dataset, longer: Dataset): void {
  const facts = ({ manifest: { meta } }: Dataset) =>
    [
      ['the list of channels', Object.values(meta.channels).flat().join(', ')],
      ['the list of series', meta.series.map(({ id, start }) => `${id} from ${start}`).join(', ')],
      ['the horizon', `${meta.horizon}`],
      ['the stride', `${meta.stride}`],
      ['the frequency', meta.frequency],
    ] as const;
  const now = facts(longer);
  for (const [index, [what, leftValue]] of facts(former).entries()) {
    const rightValue = now[index]?.[1] ?? '';
    const [left, right] = [`the former data set in ${former.folder}`, 'the data set as it is read now'];
    if (leftValue !== rightValue)
      throw new PipelineError('ARTIFACT_MISMATCH', { what, left, leftValue, right, rightValue });
  }
}

/** Observed targets of former rows must be what they were: forecasts of them are kept. */
function refuseChanged(former: Dataset, longer: Dataset): void {
  const [then, now] = [readSeries(former), readSeries(longer)];
  const width = former.manifest.meta.channels.target.length;
  const changed = { count: 0, first: -1 };
  for (const { from, fromNow, count, kept } of pairSeries(former, longer))
    for (let cell = 0; cell < count * width; cell++) {
      const at = from * width + cell;
      if (then.mask?.[at] === 0) continue;
      if (cell < kept * width && then.target[at] === now.target[fromNow * width + cell]) continue;
      if (changed.count === 0) changed.first = at;
      changed.count += 1;
    }
  if (changed.count === 0) return;
  const time = Number(then.timestamp[Math.floor(changed.first / width)]);
  throw new PipelineError('REFRESH_ROWS_CHANGED', {
    count: changed.count,
    column: former.manifest.meta.channels.target[changed.first % width] ?? '',
    at: formatWallTime(dataClock(former.manifest.meta)(time)),
    value: then.target[changed.first] ?? NaN,
  });
}

/** Where the observed rows of each series begin and how many there are, formerly and now. */
function pairSeries(former: Dataset, longer: Dataset) {
  const [offsets, offsetsNow] = [seriesOffsets(former), seriesOffsets(longer)];
  return former.manifest.meta.series.map(({ observedRowCount }, index) => ({
    from: offsets[index] ?? 0,
    fromNow: offsetsNow[index] ?? 0,
    count: observedRowCount,
    kept: longer.manifest.meta.series[index]?.observedRowCount ?? 0,
  }));
}

/** Of the last observed row of all series, by the clock of the data. */
function lastTime(dataset: Dataset): number {
  const { timestamp } = readSeries(dataset);
  const offsets = seriesOffsets(dataset);
  const { meta } = dataset.manifest;
  const last = meta.series.map(({ observedRowCount }, series) =>
    Number(timestamp[(offsets[series] ?? 0) + observedRowCount - 1]),
  );
  return dataClock(meta)(largest(last));
}
