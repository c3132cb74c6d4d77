import { ArrowFile, rowClock, type StageHost, withArrowFile } from '@tsdistill/contracts';
import type { IngestConfig } from '../config';
import { planReading, type ReadingPlan } from '../plan-reading';
import { createTimeDescriber } from '../policies/describe-times';
import { rewriteSeries } from '../policies/rewrite-series';
import { withScratchRows } from '../policies/scratch-rows';
import { unfilledError } from '../prepare-rows';
import { readSeries, type SeriesRead, type WriteRows } from '../reading/read-series';
import { batchRows } from '../shape/row-block';
import { withDatabase } from '../source/database';
import { readLabels } from '../source/read-labels';
import { newestRows, type SeriesHistory } from './newest-rows';

/** The rows that a forecast needs. */
export interface WantedHistory {
  /** Of each series; a shorter one has fewer. */
  readonly rowCount: number;
  /** Known columns that are not read, where there are such: rows without targets in which one has a value are the future too. */
  readonly markers: readonly string[];
}

/**
 * Reads files as ingest does, with the same checks and policies for missing values, but makes no data set: the newest rows of each series,
 * and the rows behind them in which only known channels have values. It is for the caller to make the channels of a calendar.
 *
 * @param config with an empty `calendar`
 * @throws PipelineError of the files and their rows; KNOWN_TOO_SHORT, MISSING_UNFILLED
 */
export async function readHistory(
  config: IngestConfig,
  { rowCount, markers }: WantedHistory,
  host: StageHost,
): Promise<readonly SeriesHistory[]> {
  return withDatabase(host.workFolder, async (connection) => {
    const plan = await planReading(connection, config, markers);
    const labels = await readLabels(connection, plan.sources);
    return withScratchRows(host.workFolder, async (writeRows) => {
      const read = await readSeries({ connection, plan, config, host }, writeRows);
      const path = await fillRows(read, { plan, config, writeRows });
      return withArrowFile(path, (rows) => newestRows(rows, read.series, { plan, labels, rowCount }));
    });
  });
}

interface FillContext {
  readonly plan: ReadingPlan;
  readonly config: IngestConfig;
  readonly writeRows: WriteRows;
}

/** Writes the rows again, filled, where a policy asks for it: all of them belong together, so no split stops a line. @returns the path */
async function fillRows(read: SeriesRead, { plan, config, writeRows }: FillContext): Promise<string> {
  const { missing, season } = config;
  const { channels, step, zone } = plan;
  // Whoever drops a series from training has no forecast of it either: what is missing is then as much in the way as in `error`.
  if (missing === 'error' || missing === 'drop-series') return read.path;
  const toLocal = rowClock(step, zone);
  const rewrite = {
    ...{ channels, step, season, fill: missing },
    blockRows: batchRows(channels.target.length + channels.past.length + channels.known.length),
    describeTimes: createTimeDescriber(channels, [], toLocal),
  };
  let firstRow = 0;
  const kept = read.series.map((facts, index) => {
    firstRow += facts.rowCount;
    const end = facts.observedRowCount;
    const borders = { train: [0, end], validation: [end, end], test: [end, end] } as const;
    const stored = { ...facts, index, firstRow: firstRow - facts.rowCount };
    return { read: stored, padRows: 0, observedRowCount: end, borders };
  });
  const rows = new ArrowFile(read.path);
  try {
    return await writeRows(async (file) => {
      const steps = rewriteSeries(file, rows, kept, rewrite);
      let next = steps.next();
      while (!next.done) next = steps.next();
      if (next.value.unfilled) throw unfilledError(next.value.unfilled, config, toLocal);
      return Promise.resolve(file.path);
    });
  } finally {
    rows.close();
  }
}
