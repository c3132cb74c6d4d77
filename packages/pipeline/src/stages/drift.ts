import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { PipelineError, type StageHost } from '@tsdistill/contracts';
import { runDrift } from '@tsdistill/evaluate';
import { runIngest } from '@tsdistill/ingest';
import { DatasetFile } from '../config-files/dataset-file';
import { configFile, isArtifact } from '../experiment-place';
import { readConfig } from '../read-config';
import { runStage } from '../run-stage';
import { printOutcome } from '../verbosity';
import { experimentOf, experimentRun } from '../experiment-run';

export interface DriftArguments {
  readonly experiment: string;
  /** By the clock of the data, ms since 1970 taken as UTC. */
  readonly since: number;
  readonly margin: number | undefined;
  readonly dataset: string | undefined;
}

/** Exit code where the error has surely grown, which is an answer and no failure. */
const GROWN = 1;

/** @throws PipelineError EXPERIMENT_UNKNOWN, STUDENT_MISSING, RESULT_NOT_EVALUATED, those of `runIngest` and `runDrift` */
export async function drift({ experiment, since, margin, dataset }: DriftArguments): Promise<void> {
  const { datasetName, students, evaluation } = experimentRun(experiment);
  const { evaluate } = experimentOf(experiment);
  if (!isArtifact(evaluation)) throw new PipelineError('RESULT_NOT_EVALUATED', { experiment, folder: evaluation });
  await runStage('drift', async (host) => {
    const question = { experiment, since, margin: margin ?? evaluate.margin, bootstrap: evaluate.bootstrap };
    const answer = (folder: string) => runDrift(question, { dataset: folder, students, evaluation }, host);
    const { outcome, sentence } = await (dataset === undefined
      ? withRowsNow(datasetName, answer, host)
      : answer(dataset));
    printOutcome(`${sentence}\n`);
    if (outcome === 'grown') process.exitCode = GROWN;
    if (outcome === 'cannot tell')
      host.warn({}, 'the exit code is 0 because nothing is proven, not because the error holds');
  });
}

/** The rows as they are now, for as long as it takes; the artifact of the ingest target stays what the students were trained on. */
async function withRowsNow<Result>(
  name: string,
  body: (folder: string) => Promise<Result>,
  host: StageHost,
): Promise<Result> {
  const { ingest } = readConfig(configFile('dataset', name), DatasetFile);
  const folder = join(host.workFolder, 'drift', `${name}-${process.pid}`);
  try {
    await runIngest(ingest, folder, host);
    return await body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
