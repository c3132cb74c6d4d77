import { readLatency, type StageHost } from '@tsdistill/contracts';
import { type BacktestFolders, readBacktest } from './facts/backtest-facts';
import { type DataAbout, dataCard } from './facts/data-card';
import { readBand } from './facts/interval-band';
import { readTraining } from './facts/model-group';
import { readProvenance } from './facts/provenance';
import { stageFacts } from './facts/stage-facts';
import { examineForecasts } from './findings/examine-forecasts';
import { openScoredWindows } from './findings/scored-windows';
import { openReportInputs, type ReportFolders, type ReportInputs } from './open-report-inputs';
import { reportPage } from './page/report-page';
import { refuseIncomparable } from './refuse-incomparable';
import type { EvaluatedRun } from './report';
import { writePage } from './write-page';

/** One experiment: the artifacts and configs that its page is made of. */
export interface ReportTask {
  readonly folders: ReportFolders & {
    /** Of `student-tune`, where there is one. */
    readonly tunings: readonly string[];
    /** null where none was made. */
    readonly backtest: BacktestFolders | null;
    readonly out: string;
  };
  /** Of a run to lay over this one; null without. */
  readonly beside: ReportFolders | null;
  readonly dataset: { readonly name: string; readonly about: DataAbout };
  /** Title → JSON text. */
  readonly configs: Readonly<Record<string, string>>;
  /** Name → version of what made the results. */
  readonly versions: Readonly<Record<string, string>>;
  /** When the run began that the page is written in, ISO 8601. */
  readonly runStarted: string | undefined;
}

/**
 * Reads an evaluation with all that it was made from and writes `report.html`: one file that loads nothing.
 *
 * @returns its path
 * @throws PipelineError those of `openReportInputs`; REPORT_INCOMPARABLE
 */
export async function runReport(task: ReportTask, host: StageHost): Promise<string> {
  const { folders, configs, runStarted } = task;
  const inputs = openReportInputs(folders);
  try {
    const windows = openScoredWindows(inputs);
    try {
      const run = readRun(inputs);
      const { summary } = run;
      const page = reportPage({
        ...{ ...run, configs, beside: task.beside && readBeside(inputs, task.beside) },
        backtest: folders.backtest && readBacktest(folders.backtest, inputs),
        findings: await examineForecasts(windows, summary, readBand(inputs), host),
        data: dataCard(task.dataset.name, task.dataset.about, windows.data),
        stages: stageFacts(inputs, folders.tunings, runStarted),
        provenance: readProvenance(task.versions),
      });
      return writePage(folders.out, 'report.html', page);
    } finally {
      windows.close();
    }
  } finally {
    inputs.close();
  }
}

function readRun({ evaluation: { summary, folder }, groups }: ReportInputs): EvaluatedRun {
  return { summary, latency: readLatency(folder), trainings: groups.map(readTraining) };
}

function readBeside({ evaluation }: ReportInputs, folders: ReportFolders): EvaluatedRun {
  const beside = openReportInputs(folders);
  try {
    refuseIncomparable(evaluation, beside.evaluation);
    return readRun(beside);
  } finally {
    beside.close();
  }
}
