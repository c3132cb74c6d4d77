import { rowClock, type StageHost, type Step } from '@tsdistill/contracts';
import type { IngestConfig } from '../config';
import { planReading } from '../plan-reading';
import { withScratchRows } from '../policies/scratch-rows';
import { readSeries } from '../reading/read-series';
import type { SeriesFacts } from '../shape/watch-values';
import { withDatabase } from '../source/database';
import { type Collector, createCollector } from './collect-problems';
import { measureValues, type ValueMeasures } from './measure-values';

/** What all rows are, read as ingest reads them. */
export interface RowSurvey {
  readonly found: Collector;
  readonly series: readonly SeriesFacts[];
  readonly targets: readonly string[];
  readonly step: Step;
  /** What the clock of the data shows at a time of a row. */
  readonly toLocal: (timeMs: number) => number;
  /** Absent where rows are in no order. */
  readonly measures?: ValueMeasures;
}

/**
 * Reads all rows as ingest does, but notes what is wrong instead of throwing it.
 *
 * @param isSure the times are understood, so that seasons can be looked for
 * @throws PipelineError of the files and their columns
 */
export async function surveyRows(
  config: IngestConfig,
  isSure: boolean,
  { folder, host }: { readonly folder: string; readonly host: StageHost },
): Promise<RowSurvey> {
  const quiet: StageHost = { ...host, info: () => undefined, warn: () => undefined };
  return withDatabase(folder, async (connection) => {
    const plan = await planReading(connection, config);
    const found = createCollector(plan);
    const { channels, step, zone } = plan;
    return withScratchRows(folder, async (writeRows) => {
      const read = await readSeries({ connection, plan, config, host: quiet, judge: found.judge }, writeRows);
      const survey = { found, series: read.series, targets: channels.target, step, toLocal: rowClock(step, zone) };
      return isSure ? { ...survey, measures: measureValues(read, channels.target.length, step) } : survey;
    });
  });
}
