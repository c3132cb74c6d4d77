import { PipelineError } from '@tsdistill/contracts';
import { runStudentDistill, type StudentTraining } from '@tsdistill/student-distill';
import { StudentFile } from '../config-files/student-file';
import { readConfig } from '../read-config';
import { readExperiment } from '../read-experiment';
import { runStage } from '../run-stage';

export interface StudentDistillArguments {
  readonly config: string;
  readonly dataset: string;
  readonly seed: number;
  /** Absent for the twin. */
  readonly experiment: string | undefined;
  /** Absent for an experiment that is no grid. */
  readonly member: string | undefined;
  readonly softTargets: readonly string[];
  /** Folder of the teacher's model, where the student begins with its weights. */
  readonly teacher: string | undefined;
  /** A teacher without knowledge, in place of soft targets. */
  readonly placebo: StudentTraining['placebo'] | undefined;
  /** Absent for the config's own settings. */
  readonly tuning: string | undefined;
  readonly out: string;
}

export async function studentDistill(given: StudentDistillArguments): Promise<void> {
  const { config, experiment, member, seed, placebo, ...folders } = given;
  checkUsage(given);
  const { student } = readConfig(config, StudentFile);
  const sections = experiment === undefined ? {} : sectionsOf(experiment, member);
  const training = { student, seed, ...sections, ...(placebo && { placebo }) };
  await runStage('student-distill', (host) => runStudentDistill(training, folders, host));
}

/** What an experiment says of its students. */
export function sectionsOf(
  experiment: string,
  member: string | undefined,
): Pick<StudentTraining, 'distillation' | 'combine'> {
  const { distillation, combine } = readExperiment(experiment, member);
  return { distillation, combine };
}

function checkUsage({ experiment, softTargets, placebo }: StudentDistillArguments): void {
  if (placebo !== undefined && softTargets.length > 0)
    throw new PipelineError('CLI_USAGE', { problem: '--placebo stands in place of --soft-targets' });
  const hears = placebo !== undefined || softTargets.length > 0;
  if ((experiment === undefined) === hears)
    throw new PipelineError('CLI_USAGE', {
      problem: '--experiment goes together with --soft-targets or --placebo',
    });
}
