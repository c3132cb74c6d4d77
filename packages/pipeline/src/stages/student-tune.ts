import { PipelineError } from '@tsdistill/contracts';
import { runStudentTune, TuneConfig } from '@tsdistill/student-distill';
import { StudentFile } from '../config-files/student-file';
import { readConfig } from '../read-config';
import { runStage } from '../run-stage';
import { sectionsOf } from './student-distill';

export interface StudentTuneArguments {
  readonly config: string;
  readonly dataset: string;
  /** Absent for the twin. */
  readonly experiment: string | undefined;
  /** Absent for an experiment that is no grid. */
  readonly member: string | undefined;
  readonly softTargets: readonly string[];
  /** Folder of the teacher's model, where the student begins with its weights. */
  readonly teacher: string | undefined;
  readonly out: string;
}

/** Trains with the student's first two seeds; one that has but one is confirmed by the next number. */
export async function studentTune({ config, experiment, member, ...folders }: StudentTuneArguments): Promise<void> {
  if ((experiment === undefined) !== (folders.softTargets.length === 0))
    throw new PipelineError('CLI_USAGE', { problem: '--experiment and --soft-targets go together' });
  const { student, seeds, tune = alphaAlone() } = readConfig(config, StudentFile);
  const sections = experiment === undefined ? {} : sectionsOf(experiment, member);
  const tuning = { student, seeds: firstTwo(seeds), tune, ...sections };
  await runStage('student-tune', (host) => runStudentTune(tuning, folders, host));
}

function firstTwo([first = 0, ...others]: readonly number[]): [number, number] {
  return [first, others.find((seed) => seed !== first) ?? first + 1];
}

/** A student without a section `tune`: where an experiment's alpha is "auto", each of the grid is tried. */
function alphaAlone(): TuneConfig {
  const tune = TuneConfig.parse({});
  return { ...tune, trials: tune.alpha.length };
}
