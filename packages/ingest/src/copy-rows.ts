import { breathe, type HashingFile, type StageHost } from '@tsdistill/contracts';
import { createRowChecks, type RowReport } from './check-rows';
import type { RowBatch } from './gather-batches';
import { readRows } from './read-rows';
import { type CheckedCsv, refuseFaults } from './refuse-faults';
import { type SeriesPlan, writeSeries } from './write-series';

/**
 * Copies all rows of a CSV to an open `series.arrow` in one pass, checking them on the way.
 *
 * @throws PipelineError with the gravest fault of all rows, after the last one; InterruptedError
 */
export async function copyRows(
  file: HashingFile,
  source: CheckedCsv,
  plan: SeriesPlan,
  host: StageHost,
): Promise<RowReport> {
  const { csv, header, selection } = source;
  const checks = createRowChecks(source.stepMs);
  async function* checkedRows(): AsyncGenerator<RowBatch> {
    let done = 0;
    for await (const batch of readRows(csv, header, selection)) {
      checks.check(batch);
      done += batch.rowCount;
      host.progress({ label: csv.name, done, total: Math.max(done, header.rowEstimate), unit: 'rows' });
      await breathe(host);
      yield batch;
    }
  }
  await writeSeries(file, plan, checkedRows());
  await refuseFaults(checks.report(), source);
  return checks.report();
}
