import { PipelineError } from '@tsdistill/contracts';
import { runStudentDistill } from '@tsdistill/student-distill';
import { ExperimentFile, StudentFile } from '../config-files';
import { readConfig } from '../read-config';
import { runStage } from '../run-stage';

export interface StudentDistillArguments {
  readonly config: string;
  readonly dataset: string;
  readonly seed: number;
  /** Absent for the twin. */
  readonly experiment: string | undefined;
  readonly softTargets: readonly string[];
  readonly out: string;
}

export async function studentDistill({ config, experiment, seed, ...folders }: StudentDistillArguments): Promise<void> {
  if ((experiment === undefined) !== (folders.softTargets.length === 0))
    throw new PipelineError('CLI_USAGE', { problem: '--experiment and --soft-targets go together' });
  const { student } = readConfig(config, StudentFile);
  const distillation = experiment === undefined ? undefined : readConfig(experiment, ExperimentFile).distillation;
  const training = { student, seed, ...(distillation && { distillation }) };
  await runStage('student-distill', (host) => runStudentDistill(training, folders, host));
}
