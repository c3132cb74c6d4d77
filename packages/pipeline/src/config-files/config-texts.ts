import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SoftTargetsMeta } from '@tsdistill/contracts';
import { z } from 'zod';
import { configFile } from '../experiment-place';
import { DatasetFile } from './dataset-file';
import { StudentFile } from './student-file';
import { AnyTeacherFile } from './teacher-file';

/** Texts of files by path, relative to the workspace: all configs, and manifests of forecasts from elsewhere. They need not be on disk yet. */
export type ConfigTexts = Readonly<Record<string, string>>;

const FOLDER = 'data/configs';

/** Of all configs on disk. */
export function readConfigTexts(): ConfigTexts {
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
  return Object.fromEntries(
    files.map((file) => [join(FOLDER, file), readFileSync(join(FOLDER, file), 'utf8')] as const),
  );
}

/** Configs by name. What is missing or wrong is `undefined`: it is a problem of its own file. */
export interface Configs {
  dataset(name: string): z.output<typeof DatasetFile> | undefined;
  teacher(name: string): AnyTeacherFile | undefined;
  student(name: string): z.output<typeof StudentFile> | undefined;
  /** The student that an experiment trains. */
  studentOf(experiment: string): z.output<typeof StudentFile> | undefined;
  /** What soft targets in a folder say of themselves. */
  softTargets(folder: string): SoftTargetsMeta | undefined;
}

const Experiment = z.looseObject({ student: z.string() });
const Manifest = z.looseObject({ meta: SoftTargetsMeta });

export function configsIn(texts: ConfigTexts): Configs {
  const read = <Schema extends z.ZodType>(file: string, schema: Schema) => schema.safeParse(json(texts[file])).data;
  const student = (name: string) => read(configFile('student', name), StudentFile);
  return {
    dataset: (name) => read(configFile('dataset', name), DatasetFile),
    teacher: (name) => read(configFile('teacher', name), AnyTeacherFile),
    student,
    studentOf: (experiment) => {
      const found = read(configFile('experiment', experiment), Experiment);
      return found && student(found.student);
    },
    softTargets: (folder) => read(`${folder}/manifest.json`, Manifest)?.meta,
  };
}

function json(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
