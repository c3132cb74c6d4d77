import { basename, dirname } from 'node:path';
import { PipelineError } from '@tsdistill/contracts/errors';
import { CONFIG_KINDS, type ConfigKind } from './config-schemas';
import { listKnown, nearestName } from './nearest-name';
import { type ConfigFile, readConfig } from './read-config';

export interface Dataset extends ConfigFile<'datasets'> {
  readonly kind: 'dataset';
}
export interface Teacher extends ConfigFile<'teachers'> {
  readonly kind: 'teacher';
  readonly dataset: Dataset;
}
export interface Student extends ConfigFile<'students'> {
  readonly kind: 'student';
  readonly dataset: Dataset;
}
export interface Experiment extends ConfigFile<'experiments'> {
  readonly kind: 'experiment';
  readonly student: Student;
  readonly teachers: readonly Teacher[];
}
export type Resolved = Dataset | Teacher | Student | Experiment;

/** Configs of one kind by name; `undefined` = the file is there but broken, and reported for itself. */
type Registry<Item> = ReadonlyMap<string, Item | undefined>;

/**
 * Reads all config files and connects them by name.
 *
 * A problem is reported once, for the file that has it: what refers to a broken file is left out in silence.
 *
 * @param files paths below `data/configs`, relative to `root`
 */
export function resolveConfigs(
  root: string,
  files: readonly string[],
): { readonly configs: readonly Resolved[]; readonly errors: readonly (readonly [file: string, PipelineError])[] } {
  const errors: [string, PipelineError][] = [];
  const attempt = <Item>(file: string, action: () => Item): Item | undefined => {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof PipelineError)) throw error;
      errors.push([file, error]);
      return undefined;
    }
  };
  const readKind = <Kind extends ConfigKind, Item>(
    kind: Kind,
    connect: (config: ConfigFile<Kind>) => Item | undefined,
  ): Registry<Item> =>
    new Map(
      files
        .filter((file) => kindOf(file) === kind)
        .map((file) => [nameOf(file), attempt(file, () => connect(readConfig(root, kind, file)))]),
    );

  for (const file of files) attempt(file, () => checkPlace(file));
  const datasets = readKind('datasets', connectDataset);
  const teachers = readKind('teachers', (config) => connectTeacher(config, datasets));
  const students = readKind('students', (config) => connectStudent(config, datasets));
  const experiments = readKind('experiments', (config) => connectExperiment(config, students, teachers));
  const all = [datasets, teachers, students, experiments].flatMap((registry) => [...registry.values()]);
  return { configs: all.filter((config) => config !== undefined), errors };
}

const nameOf = (file: string): string => basename(dirname(file));

/** The kind whose folder and file name both fit. */
function kindOf(file: string): ConfigKind | undefined {
  const folder = basename(dirname(dirname(file)));
  const kinds = Object.keys(CONFIG_KINDS) as ConfigKind[];
  return kinds.find((kind) => kind === folder && CONFIG_KINDS[kind].file === basename(file));
}

function checkPlace(file: string): void {
  if (kindOf(file)) return;
  const folder = basename(dirname(dirname(file)));
  const places = Object.entries(CONFIG_KINDS).map(([kind, { file: name }]) => `${kind}/<name>/${name}`);
  const expected = places.find((place) => place.startsWith(`${folder}/`)) ?? places.join(', ');
  throw new PipelineError('CONFIG_MISPLACED', { file, expected });
}

/** Embedded data is written to `data/raw/<name>.csv`, so that is what ingest must read. */
function connectDataset(config: ConfigFile<'datasets'>): Dataset {
  const written = `data/raw/${config.name}.csv`;
  if (config.config.source !== undefined && config.config.ingest.csv !== written)
    throw new PipelineError('CONFIG_INVALID', {
      file: config.file,
      key: 'ingest.csv',
      problem: `it is "${config.config.ingest.csv}", but "source" writes ${written}`,
    });
  return { ...config, kind: 'dataset' };
}

function connectTeacher(config: ConfigFile<'teachers'>, datasets: Registry<Dataset>): Teacher | undefined {
  const dataset = find(datasets, config.file, 'dataset', config.config.dataset);
  return dataset && { ...config, kind: 'teacher', dataset };
}

function connectStudent(config: ConfigFile<'students'>, datasets: Registry<Dataset>): Student | undefined {
  const dataset = find(datasets, config.file, 'dataset', config.config.dataset);
  return dataset && { ...config, kind: 'student', dataset };
}

function connectExperiment(
  config: ConfigFile<'experiments'>,
  students: Registry<Student>,
  teachers: Registry<Teacher>,
): Experiment | undefined {
  const student = find(students, config.file, 'student', config.config.student);
  const found = config.config.teachers.map((name) => find(teachers, config.file, 'teachers', name));
  const known = found.filter((teacher) => teacher !== undefined);
  if (!student || known.length < found.length) return undefined;
  for (const teacher of known) checkSameDataset(config.file, student, teacher);
  return { ...config, kind: 'experiment', student, teachers: known };
}

function checkSameDataset(file: string, student: Student, teacher: Teacher): void {
  if (teacher.dataset.name === student.dataset.name) return;
  const problem =
    `teacher "${teacher.name}" knows data set "${teacher.dataset.name}", ` +
    `student "${student.name}" learns "${student.dataset.name}"`;
  throw new PipelineError('CONFIG_INVALID', { file, key: 'teachers', problem });
}

function find<Item>(registry: Registry<Item>, file: string, key: string, name: string): Item | undefined {
  if (registry.has(name)) return registry.get(name);
  const known = [...registry.keys()];
  throw new PipelineError('CONFIG_UNKNOWN_NAME', {
    file,
    key,
    name,
    known: listKnown(known),
    nearest: nearestName(name, known),
  });
}
