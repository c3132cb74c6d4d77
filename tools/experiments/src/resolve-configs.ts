import { basename, dirname } from 'node:path';
import { PipelineError } from '@tsdistill/contracts/errors';
import { expandGrid, type GridMember, memberName } from '@tsdistill/contracts/grid';
import { nearestName } from '@tsdistill/contracts/nearest-name';
import { CONFIG_KINDS, type ConfigKind } from './config-schemas';
import { type ConfigFile, readConfig, type ReadText } from './read-config';

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
  readonly placebos: readonly Placebo[];
  /** Other students, trained alone, that stand beside this experiment's. */
  readonly rivals: readonly Student[];
  /** Of a grid one experiment for each combination of what it lists; empty elsewhere. */
  readonly members: readonly Experiment[];
  /** What makes this experiment a member, and the name of its grid. */
  readonly member?: GridMember & { readonly grid: string };
}

/** Soft targets made of the truth alone: no teacher stands behind them. */
export const SMOOTHED_LABELS = 'smoothed-labels';
/** What a student hears in a teacher's place, to show what is mere smoothing. */
export type Placebo = Teacher | typeof SMOOTHED_LABELS;
export const placeboName = (placebo: Placebo): string => (typeof placebo === 'string' ? placebo : placebo.name);
export type Resolved = Dataset | Teacher | Student | Experiment;

/** Configs of one kind by name; `undefined` = the file is there but broken, and reported for itself. */
type Registry<Item> = ReadonlyMap<string, Item | undefined>;

/**
 * Reads all config files and connects them by name.
 *
 * A problem is reported once, for the file that has it: what refers to a broken file is left out in silence.
 *
 * @param files paths below `data/configs`, relative to the workspace
 */
export function resolveConfigs(
  read: ReadText,
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
        .map((file) => [nameOf(file), attempt(file, () => connect(readConfig(read, kind, file)))]),
    );

  for (const file of files) attempt(file, () => checkPlace(file));
  const datasets = readKind('datasets', connectDataset);
  const teachers = readKind('teachers', (config) => connectTeacher(config, datasets));
  const students = readKind('students', (config) => connectStudent(config, datasets));
  const grids = readKind('experiments', (config) => connectExperiment(config, students, teachers));
  const experiments = withMembers(grids);
  for (const teacher of teachers.values()) if (teacher) attempt(teacher.file, () => checkChain(teacher, experiments));
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

/** Where embedded data of a data set is written. */
export function writtenFile(name: string): string {
  return `data/raw/${name}.csv`;
}

/** What embedded data is written to is what ingest must read, as it is. */
function connectDataset({ config, ...place }: ConfigFile<'datasets'>): Dataset {
  const written = writtenFile(place.name);
  const { files, query } = config.ingest;
  const problemOf = (key: string, problem: string) =>
    new PipelineError('CONFIG_INVALID', { file: place.file, key, problem });
  if (config.source !== undefined && [files].flat().join() !== written)
    throw problemOf('ingest.files', `it is "${[files].flat().join('", "')}", but "source" writes ${written}`);
  if (config.source !== undefined && query !== undefined)
    throw problemOf('ingest.query', 'embedded data ("source") is read without a query');
  return { ...place, config, kind: 'dataset' };
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
  const { file } = config;
  const names = config.config;
  const student = find(students, file, 'student', names.student);
  const heard: Registry<Placebo> = new Map<string, Placebo | undefined>([
    ...teachers,
    [SMOOTHED_LABELS, SMOOTHED_LABELS],
  ]);
  const found = names.teachers.map((name) => find(teachers, file, 'teachers', name));
  const foundPlacebos = (names.placebos ?? []).map((name) => find(heard, file, 'placebos', name));
  const foundRivals = (names.compare ?? []).map((name) => find(students, file, 'compare', name));
  if (!student || [found, foundPlacebos, foundRivals].some((list) => list.includes(undefined))) return undefined;
  const known = <Item>(list: readonly (Item | undefined)[]) => list.filter((item) => item !== undefined);
  const experiment = {
    ...config,
    kind: 'experiment' as const,
    student,
    teachers: known(found),
    placebos: known(foundPlacebos),
    rivals: known(foundRivals),
    members: [],
  };
  checkSameDataset(experiment);
  return { ...experiment, members: membersOf(experiment) };
}

/** The members are experiments of the same file, with one value in the place of each list. */
function membersOf(grid: Experiment): readonly Experiment[] {
  const { name, file, config } = grid;
  return expandGrid(file, 'distillation', config.distillation).map((member) => ({
    ...grid,
    name: memberName(name, member.label),
    config: { ...config, distillation: member.section },
    member: { ...member, grid: name },
  }));
}

function withMembers(grids: Registry<Experiment>): Registry<Experiment> {
  const members = [...grids.values()].flatMap((grid) => grid?.members ?? []);
  return new Map([...grids, ...members.map((member) => [member.name, member] as const)]);
}

function checkSameDataset({ file, student, teachers, placebos, rivals }: Experiment): void {
  const lists = { teachers, placebos: placebos.filter((placebo) => typeof placebo !== 'string'), compare: rivals };
  for (const [key, list] of Object.entries(lists))
    for (const { kind, name, dataset } of list) {
      if (dataset.name === student.dataset.name) continue;
      const problem =
        `${kind} "${name}" knows data set "${dataset.name}", ` +
        `student "${student.name}" learns "${student.dataset.name}"`;
      throw new PipelineError('CONFIG_INVALID', { file, key, problem });
    }
}

/** A teacher that is a student: its experiment has that seed and that data set, and does not learn from the teacher itself. */
function checkChain({ name, file, config, dataset }: Teacher, experiments: Registry<Experiment>): void {
  if (config.experiment === undefined) return;
  const experiment = find(experiments, file, 'experiment', config.experiment);
  if (!experiment) return;
  const { student } = experiment;
  const { seed = 0 } = config;
  const refuse = (key: string, problem: string) => new PipelineError('CONFIG_INVALID', { file, key, problem });
  if (experiment.members.length > 0)
    throw refuse(
      'experiment',
      `"${experiment.name}" is a grid; name a member, such as "${experiment.members[0]?.name}"`,
    );
  if (!student.config.seeds.includes(seed))
    throw refuse('seed', `student "${student.name}" has no seed ${seed}; it has ${student.config.seeds.join(', ')}`);
  if (student.dataset.name !== dataset.name)
    throw refuse('dataset', `the student of "${experiment.name}" learns data set "${student.dataset.name}"`);
  if (learnsFrom(experiment, name, experiments))
    throw refuse('experiment', `"${experiment.name}" learns from this teacher itself, so neither could begin`);
}

/** Whether an experiment hears a teacher, itself or through the students it hears. */
function learnsFrom(
  experiment: Experiment,
  teacher: string,
  experiments: Registry<Experiment>,
  seen: ReadonlySet<string> = new Set(),
): boolean {
  if (seen.has(experiment.name)) return false;
  const heard = [...experiment.teachers, ...experiment.placebos.filter((placebo) => typeof placebo !== 'string')];
  if (heard.some(({ name }) => name === teacher)) return true;
  const before = heard.flatMap(({ config }) => experiments.get(config.experiment ?? '') ?? []);
  return before.some((next) => learnsFrom(next, teacher, experiments, new Set([...seen, experiment.name])));
}

function find<Item>(registry: Registry<Item>, file: string, key: string, name: string): Item | undefined {
  if (registry.has(name)) return registry.get(name);
  const known = [...registry.keys()];
  throw new PipelineError('CONFIG_UNKNOWN_NAME', {
    file,
    key,
    name,
    known,
    nearest: nearestName(name, known),
  });
}
