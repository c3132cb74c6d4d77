import type { HashingFile } from '@tsdistill/contracts';
import { REFUSE } from '../faults/fault-judge';
import { withoutPattern } from '../plan-reading';
import type { Pipeline } from '../shape/build-pipeline';
import type { SeriesFacts } from '../shape/watch-values';
import { OtherSpelling } from './each-chunk';
import { OutOfOrder, readInOrder } from './read-in-order';
import { readSorted } from './read-sorted';
import type { Reading, RowsRead } from './reading';

/** The rows of all series as they lie in `series.arrow`. */
export interface SeriesRead {
  /** Path of the file. */
  readonly path: string;
  /** Sorted by id. */
  readonly series: readonly SeriesFacts[];
  /** Rows that were put into the gaps of each. */
  readonly gapRows: readonly number[];
  readonly policies: readonly { readonly name: string; readonly action: string; readonly count: number }[];
}

/** Opens the file for `series.arrow`, and takes back what was written to it when `body` throws: it may be called again. */
export type WriteRows = <Result>(body: (file: HashingFile) => Promise<Result>) => Promise<Result>;

/**
 * Reads all sources once, checks every row, and writes `series.arrow`: series after series, each in order of time.
 *
 * Rows that come series after series, the names in order, and in order of time, go straight from the file into the
 * artifact. Where that turns out not to hold they are read again and sorted on disk first.
 *
 * @throws PipelineError with the gravest fault of all rows, after the last one; InterruptedError
 */
export async function readSeries(reading: Reading, writeRows: WriteRows): Promise<SeriesRead> {
  try {
    return await readOnce(reading, writeRows);
  } catch (error) {
    if (!(error instanceof OtherSpelling)) throw error;
    return readOnce({ ...reading, plan: withoutPattern(reading.plan) }, writeRows);
  }
}

/** @throws OtherSpelling beside the errors of `readSeries` */
async function readOnce(reading: Reading, writeRows: WriteRows): Promise<SeriesRead> {
  const { config, host } = reading;
  try {
    return await writeRows(async (file) => finish(file, reading, await readInOrder(reading, file)));
  } catch (error) {
    if (!(error instanceof OutOfOrder)) throw error;
    const rows = config.series === undefined ? 'in order of time' : 'in order of series and time';
    host.info({ files: config.files }, `the rows are not ${rows}: reading again to sort them`);
  }
  return writeRows(async (file) => finish(file, reading, await readSorted(reading, file)));
}

async function finish(
  { path }: HashingFile,
  reading: Reading,
  { pipeline, findings, rowCounts }: RowsRead,
): Promise<SeriesRead> {
  pipeline.finish();
  await (reading.judge ?? REFUSE).faults(findings, reading, rowCounts, pipeline.counts());
  for (const name of pipeline.largeChannels())
    reading.host.warn(
      { column: name },
      'holds values beyond 16,777,216, of which float32 keeps seven digits; is it an id?',
    );
  tellSteps(pipeline, reading);
  return { path, series: pipeline.series(), gapRows: pipeline.gapRows(), policies: pipeline.policies() };
}

/** Says what no fault tells: steps that were made of less than others, and weekdays that count as holidays. */
function tellSteps({ buckets, counts }: Pipeline, { host }: Reading): void {
  const { all = 0, first = 0, middle = 0, last = 0 } = buckets() ?? {};
  if (first + middle + last > 0)
    host.info({ steps: all, first, middle, last }, 'steps of `resample` hold fewer rows or values than most');
  const { holidays } = counts();
  if (holidays > 0) host.info({ weekdays: holidays }, 'weekdays without a row are taken for holidays');
}
