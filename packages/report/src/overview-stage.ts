import { openEvaluation, readLatency } from '@tsdistill/contracts';
import { overviewPage } from './page/overview-page';
import { writePage } from './write-page';

/** One evaluated experiment. */
export interface OverviewEntry {
  /** Folder of its evaluation. */
  readonly evaluation: string;
  /** Its page, as seen from the overview; null where none was written. */
  readonly link: string | null;
}

/** Writes `report.html` with one row for each experiment. @returns its path @throws PipelineError those of `openEvaluation` */
export function runOverview(entries: readonly OverviewEntry[], out: string): string {
  const rows = entries.map(({ evaluation, link }) => ({
    summary: openEvaluation(evaluation).summary,
    latency: readLatency(evaluation),
    link,
  }));
  return writePage(out, 'report.html', overviewPage(rows));
}
