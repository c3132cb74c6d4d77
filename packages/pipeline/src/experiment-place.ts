import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readConfig } from './read-config';

/** @file Where the configs and artifacts of an experiment lie, relative to the folder the command runs in. */

/** data/configs/teachers/<name>/teacher.json and its like. */
export const configFile = (kind: 'dataset' | 'teacher' | 'student' | 'experiment', name: string): string =>
  join('data/configs', `${kind}s`, name, `${kind}.json`);

/** What a task of Nx writes. */
export const artifactFolder = (project: string, target: string): string => join('data/artifacts', project, target);

export const isArtifact = (folder: string): boolean => existsSync(join(folder, 'manifest.json'));

/** The two keys that say where a teacher's model comes from: trained for itself, or the student of an experiment. */
const TeacherSource = z.object({ experiment: z.string().optional(), seed: z.number().default(0) });

/** Where the model of a teacher lies, if there is one. */
export function teacherModelFolder(teacher: string): string {
  const { experiment, seed } = readConfig(configFile('teacher', teacher), TeacherSource);
  return experiment === undefined
    ? artifactFolder(`teacher-${teacher}`, 'teacher-train')
    : artifactFolder(experiment, `student-distill-s${seed}`);
}
