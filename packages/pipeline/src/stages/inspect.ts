import { PipelineError } from '@tsdistill/contracts';
import { type GivenSettings, inspectFile, type Inspection } from '@tsdistill/ingest';
import { renderInspection } from '../init/render-inspection';
import { standingProblems } from '../init/standing-problems';
import { runStage } from '../run-stage';

export interface InspectArguments {
  readonly file: string;
  readonly horizon: number | undefined;
  readonly set: GivenSettings;
  readonly json: boolean;
}

/** Prints what a file is. @throws PipelineError INSPECT_PROBLEMS when its suggestion would not ingest, behind the list of what is wrong */
export async function inspect({ file, horizon, set, json }: InspectArguments): Promise<void> {
  const inspection = await inspectWith(file, horizon, set);
  process.stdout.write(json ? `${JSON.stringify(inspection, null, 2)}\n` : `${renderInspection(inspection)}\n`);
  if (!inspection.isReady)
    throw new PipelineError('INSPECT_PROBLEMS', { file, problemCount: standingProblems(inspection).length });
}

export async function inspectWith(file: string, horizon: number | undefined, set: GivenSettings): Promise<Inspection> {
  let inspection: Inspection | undefined;
  await runStage('inspect', async (host) => {
    inspection = await inspectFile(file, { ...set, ...(horizon !== undefined && { horizon }) }, host);
  });
  return inspection as Inspection;
}
