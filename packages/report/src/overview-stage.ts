import { openEvaluation, readLatency } from '@tsdistill/contracts';
import { overviewPage } from './page/overview-page';
import { writePage } from './write-page';

export interface OverviewTask {
  /** A folder for each evaluated experiment. */
  readonly evaluations: readonly string[];
  /** The page of an experiment or of a grid's member, as seen from the overview; null where none was written. */
  readonly linkTo: (experiment: string) => string | null;
  readonly out: string;
}

/** Writes `report.html` with one row for each experiment. @returns its path @throws PipelineError those of `openEvaluation` */
export function runOverview({ evaluations, linkTo, out }: OverviewTask): string {
  const rows = evaluations.map((folder) => {
    const { summary, grid } = openEvaluation(folder);
    return { summary, latency: readLatency(folder), ...(grid && { grid }) };
  });
  return writePage(out, 'report.html', overviewPage(rows, linkTo));
}
