import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { experimentFile } from '../experiments';
import { Name } from '../config-files/name';
import { StudentFile } from '../config-files/student-file';
import { TeacherFile } from '../config-files/teacher-file';
import { readConfig } from '../read-config';

const CONFIGS = 'data/configs';

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
  const file = join(CONFIGS, 'datasets', dataset ?? '', 'dataset.json');
  return dataset !== undefined && existsSync(file) ? file : undefined;
}

function datasetOf(project: string): string | undefined {
  const experiment = experimentFile(project.replace(/~.*$/, ''));
  if (existsSync(experiment)) return datasetOf(`student-${readConfig(experiment, StudentOf).student}`);
  const [, kind, name = ''] = /^(student|teacher)-(.+)$/.exec(project) ?? [];
  const file = join(CONFIGS, `${kind}s`, name, `${kind}.json`);
  if (kind === undefined || !existsSync(file)) return undefined;
  return kind === 'student' ? readConfig(file, StudentFile).dataset : readConfig(file, TeacherFile).dataset;
}
