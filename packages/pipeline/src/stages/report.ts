import { runReport } from '@tsdistill/report';
import { artifactFolder } from '../experiment-place';
import { resolveReportInputs } from '../report/report-inputs';
import { readVersions } from '../report/versions';
import { runStage } from '../run-stage';

export interface ReportArguments {
  readonly experiment: string;
  readonly out: string | undefined;
}

export async function report({
  experiment,
  out = artifactFolder(experiment, 'report'),
}: ReportArguments): Promise<void> {
  const { folders, ...rest } = resolveReportInputs(experiment);
  const run = { versions: readVersions(), runStarted: process.env['TSDISTILL_RUN_STARTED'] };
  await runStage('report', async (host) => {
    const file = await runReport({ ...rest, ...run, folders: { ...folders, out } }, host);
    process.stdout.write(`Report: ${file}\n`);
  });
}
