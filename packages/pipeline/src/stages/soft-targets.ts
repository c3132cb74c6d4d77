import { PipelineError } from '@tsdistill/contracts';
import { runAdoptSoftTargets, runSoftTargets } from '@tsdistill/soft-targets';
import { z } from 'zod';
import { ChainedTeacherFile, OutsideTeacherFile, TeacherFile } from '../config-files/teacher-file';
import { readConfig } from '../read-config';
import { runStage } from '../run-stage';

export interface SoftTargetsArguments {
  readonly config: string;
  readonly dataset: string;
  /** Absent for a teacher from elsewhere. */
  readonly teacher: string | undefined;
  readonly foldTeacher: readonly string[];
  readonly out: string;
}

export async function softTargets({ teacher, ...given }: SoftTargetsArguments): Promise<void> {
  const { config, dataset, foldTeacher: foldTeachers, out } = given;
  if (teacher !== undefined) {
    const section = readConfig(config, schemaOf(config))['soft-targets'];
    const folders = { dataset, teacher, foldTeachers, out };
    return runStage('soft-targets', (host) => runSoftTargets(section, folders, host));
  }
  if (foldTeachers.length > 0) throw new PipelineError('CLI_USAGE', { problem: '--fold-teacher needs --teacher' });
  const folder = readConfig(config, OutsideTeacherFile).softTargets;
  return runStage('soft-targets', (host) => runAdoptSoftTargets({ dataset, softTargets: folder, out }, host));
}

/** A teacher config that names an experiment is a chain: that experiment's student is the teacher. */
function schemaOf(file: string) {
  const isChain = readConfig(file, z.looseObject({}))['experiment'] !== undefined;
  return isChain ? ChainedTeacherFile : TeacherFile;
}
