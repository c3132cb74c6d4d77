import { runReport } from '@tsdistill/report';
import { artifactFolder } from '../experiment-place';
import { resolveReportInputs } from '../report/report-inputs';
import { readVersions } from '../report/versions';
import { runStage } from '../run-stage';
import { printOutcome } from '../verbosity';

export interface ReportArguments {
  readonly experiment: string;
  /** Another experiment, laid over the first. */
  readonly with: string | undefined;
  readonly out: string | undefined;
}

export async function report({
  experiment,
  with: other,
  out = artifactFolder(experiment, other === undefined ? 'report' : `report-with-${other}`),
}: ReportArguments): Promise<void> {
  const { folders, ...rest } = resolveReportInputs(experiment);
  const beside = other === undefined ? null : resolveReportInputs(other).folders;
  const run = { versions: readVersions(), runStarted: process.env['TSDISTILL_RUN_STARTED'] };
  await runStage('report', async (host) => {
    const file = await runReport({ ...rest, ...run, beside, folders: { ...folders, out } }, host);
    printOutcome(`Report: ${file}\n`);
  });
}
