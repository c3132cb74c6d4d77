import { resultOfRun, writeResult } from '../results/result-files';
import { refuseUnknownExperiment } from '../experiments';
import { printOutcome } from '../verbosity';

export interface AcceptArguments {
  readonly experiments: readonly string[];
}

/** Keeps what runs showed, to be committed. @throws PipelineError EXPERIMENT_UNKNOWN, RESULT_NOT_EVALUATED; then nothing is written */
export function accept({ experiments }: AcceptArguments): void {
  for (const experiment of experiments) refuseUnknownExperiment(experiment);
  const results = experiments.map(resultOfRun);
  for (const result of results) printOutcome(`wrote ${writeResult(result)}\n`);
}
