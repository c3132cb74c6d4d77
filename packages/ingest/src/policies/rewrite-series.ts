import { type ArrowFile, ArrowWriter, type Channels, type HashingFile, seriesColumns } from '@tsdistill/contracts';
import { createSeriesFiller } from './fill-series';
import type { Fill } from './fill-values';
import { gatherRows } from './gather-rows';
import { type PadPlan, paddedRows, type StoredSeries } from './pad-rows';
import type { PlacedSeries } from './place-series';
import { allocateRows, type ReadRows, rowReader, type Rows } from './series-rows';
import { type SeriesSurvey, surveySeries } from './survey-series';
import { createTally, type RewriteReport } from './tally';

/** What is known of a series before its rows are written. */
export type KeptSeries = Pick<PlacedSeries, 'padRows' | 'observedRowCount' | 'borders'> & {
  readonly read: StoredSeries & { readonly id: string };
};

export interface RewritePlan extends Omit<PadPlan, 'padRows'> {
  readonly season: number;
  readonly fill: Fill;
}

/**
 * Copies the rows of the series that are kept to `file`, padded and filled; memory does not grow with their number.
 *
 * @returns yields the rows looked at since the last time, each row twice in all
 */
export function* rewriteSeries(
  file: HashingFile,
  source: ArrowFile,
  kept: readonly KeptSeries[],
  plan: RewritePlan,
): Generator<number, RewriteReport> {
  const { channels, blockRows } = plan;
  const read = rowReader(source, channels);
  const rowsOf = (series: KeptSeries) => paddedRows(read, series.read, { ...plan, padRows: series.padRows });
  const surveys: SeriesSurvey[] = [];
  for (const series of kept) {
    surveys.push(surveySeries(rowsOf(series), { ...series, channels }));
    yield series.read.rowCount + series.padRows;
  }
  const isMasked = surveys.some(({ target }) => target.missing > 0);
  const tally = createTally(channels, isMasked);

  function* filledRows(): Generator<Rows> {
    for (const [index, series] of kept.entries()) {
      const { train, validation, test } = series.borders;
      const fillPlan = { ...plan, ...series, ends: [train[1], validation[1], test[1]] };
      const filler = createSeriesFiller(fillPlan, surveys[index] as SeriesSurvey);
      for (const rows of rowsOf(series)) {
        tally.addRows(index, rows.mask);
        yield filler.fill(rows);
      }
      const { id, firstRow } = series.read;
      tally.addSeries({ id, padRows: series.padRows }, filler, (row) =>
        timeOf(read, channels, firstRow + row - series.padRows),
      );
    }
  }
  const writer = new ArrowWriter(file, seriesColumns(channels, isMasked), {
    'tsdistill.kind': 'dataset',
    'tsdistill.version': '1',
    'tsdistill.meta': JSON.stringify({ channels, unit: 'raw' }),
  });
  for (const batch of gatherRows(filledRows(), channels, blockRows)) {
    writer.append(batch.timestamp.length, { ...batch });
    yield batch.timestamp.length;
  }
  writer.finish();
  return tally.report();
}

function timeOf(read: ReadRows, channels: Channels, row: number): number {
  const rows = allocateRows(1, channels);
  read(row, 1, rows);
  return Number(rows.timestamp[0]);
}
