import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { z } from 'zod';
import { configFile } from '../experiment-place';
import { Name } from '../config-files/name';
import { StudentFile } from '../config-files/student-file';
import { TeacherFile } from '../config-files/teacher-file';
import { readConfig } from '../read-config';

/** Of an experiment, a grid or not. */
const StudentOf = z.looseObject({ student: Name });

/**
 * The config of the data set that a model was trained on, by the place of its artifact: `data/artifacts/<project>/<target>`, where the project is an
 * experiment, `<grid>~<member>`, `student-<name>` or `teacher-<name>`; what a refresh made lies one folder deeper.
 *
 * @returns undefined where there is no such config in the folder that the command runs in
 */
export function findDatasetConfig(model: string): string | undefined {
  const folder = dirname(resolve(model));
  const project = basename(basename(folder) === 'refresh' ? dirname(folder) : folder);
  const dataset = datasetOf(project);
  const file = dataset === undefined ? undefined : configFile('dataset', dataset);
  return file !== undefined && existsSync(file) ? file : undefined;
}

function datasetOf(project: string): string | undefined {
  const experiment = configFile('experiment', project.replace(/~.*$/, ''));
  if (existsSync(experiment)) return datasetOf(`student-${readConfig(experiment, StudentOf).student}`);
  const [, kind, name = ''] = /^(student|teacher)-(.+)$/.exec(project) ?? [];
  if (kind !== 'student' && kind !== 'teacher') return undefined;
  const file = configFile(kind, name);
  if (!existsSync(file)) return undefined;
  return kind === 'student' ? readConfig(file, StudentFile).dataset : readConfig(file, TeacherFile).dataset;
}
