import { runAdoptSoftTargets, runSoftTargets } from '@tsdistill/soft-targets';
import { OutsideTeacherFile, TeacherFile } from '../config-files';
import { readConfig } from '../read-config';
import { runStage } from '../run-stage';

export interface SoftTargetsArguments {
  readonly config: string;
  readonly dataset: string;
  /** Absent for a teacher from elsewhere. */
  readonly teacher: string | undefined;
  readonly out: string;
}

export async function softTargets({ config, dataset, teacher, out }: SoftTargetsArguments): Promise<void> {
  if (teacher === undefined) {
    const folder = readConfig(config, OutsideTeacherFile).softTargets;
    return runStage('soft-targets', (host) => runAdoptSoftTargets({ dataset, softTargets: folder, out }, host));
  }
  const section = readConfig(config, TeacherFile)['soft-targets'];
  return runStage('soft-targets', (host) => runSoftTargets(section, { dataset, teacher, out }, host));
}
