import {
  checkModel,
  checkSoftTargets,
  checkTuning,
  type Dataset,
  type ModelArtifact,
  openDataset,
  openModel,
  openSoftTargets,
  openTuning,
  type SoftTargets,
  type Tuning,
} from '@tsdistill/contracts';

/** Models of one name, one folder a seed. */
export interface NamedFolders {
  readonly name: string;
  readonly folders: readonly string[];
}

/** Artifacts read, and the one written. */
export interface EvaluateFolders {
  readonly dataset: string;
  readonly softTargets: readonly string[];
  /** Empty for teachers of which only forecasts exist. */
  readonly teacher: readonly string[];
  /** One for each seed. */
  readonly student: readonly string[];
  readonly twin: readonly string[];
  /** The same student distilled from teachers without knowledge, by the name of the teacher. */
  readonly placebos?: readonly NamedFolders[];
  /** Other students, trained alone. */
  readonly rivals?: readonly NamedFolders[];
  /** What `student-tune` chose for any of them; only to say so. */
  readonly tuning?: readonly string[];
  readonly out: string;
}

export interface NamedModels {
  readonly name: string;
  readonly models: readonly ModelArtifact[];
}

/** Everything an evaluation reads, checked to belong to one data set. */
export interface EvaluationInputs {
  readonly dataset: Dataset;
  readonly softTargets: readonly SoftTargets[];
  readonly teachers: readonly ModelArtifact[];
  readonly students: readonly ModelArtifact[];
  readonly twins: readonly ModelArtifact[];
  readonly placebos: readonly NamedModels[];
  readonly rivals: readonly NamedModels[];
  readonly tunings: readonly Tuning[];
  close(): void;
}

/** @throws PipelineError those of opening an artifact; ARTIFACT_MISMATCH when one was made from another data set */
export function openInputs(folders: EvaluateFolders): EvaluationInputs {
  const dataset = openDataset(folders.dataset);
  const models = (list: readonly string[]) => list.map((folder) => openModelOf(dataset, folder));
  const named = (list: readonly NamedFolders[] = []): NamedModels[] =>
    list.map((entry) => ({ name: entry.name, models: models(entry.folders) }));
  const rest = {
    teachers: models(folders.teacher),
    students: models(folders.student),
    twins: models(folders.twin),
    placebos: named(folders.placebos),
    rivals: named(folders.rivals),
    tunings: (folders.tuning ?? []).map((folder) => openTuningOf(dataset, folder)),
  };
  const softTargets: SoftTargets[] = [];
  const close = () => softTargets.forEach((opened) => opened.close());
  try {
    for (const folder of folders.softTargets) {
      const opened = openSoftTargets(folder);
      softTargets.push(opened);
      checkSoftTargets(dataset, opened);
    }
  } catch (error) {
    close();
    throw error;
  }
  return { dataset, softTargets, ...rest, close };
}

function openModelOf(dataset: Dataset, folder: string): ModelArtifact {
  const model = openModel(folder);
  checkModel(dataset, model);
  return model;
}

function openTuningOf(dataset: Dataset, folder: string): Tuning {
  const tuning = openTuning(folder);
  checkTuning(dataset, tuning);
  return tuning;
}

/** Fingerprints by role, for the manifest; those of placebos and rivals count on over all names. */
export function fingerprintsOf(inputs: EvaluationInputs): Record<string, string> {
  const list = (role: string, artifacts: readonly { readonly fingerprint: string }[]) =>
    artifacts.map(({ fingerprint }, index) => [`${role}${index}`, fingerprint] as const);
  const all = (named: readonly NamedModels[]) => named.flatMap(({ models }) => models);
  return Object.fromEntries([
    ['dataset', inputs.dataset.fingerprint],
    ...list(
      'softTargets',
      inputs.softTargets.map(({ artifact }) => artifact),
    ),
    ...list('teacher', inputs.teachers),
    ...list('student', inputs.students),
    ...list('twin', inputs.twins),
    ...list('placebo', all(inputs.placebos)),
    ...list('rival', all(inputs.rivals)),
    ...list('tuning', inputs.tunings),
  ]);
}

/** The model behind the soft targets at `index`: known by its fingerprint, else by its place among as many models. */
export function teacherOf({ softTargets, teachers }: EvaluationInputs, index: number): ModelArtifact | undefined {
  const known = teachers.find(({ fingerprint }) => fingerprint === softTargets[index]?.meta.teacher);
  return known ?? (teachers.length === softTargets.length ? teachers[index] : undefined);
}

/** One model for each of the soft targets; empty when the models of some are not known. */
export function allTeachers(inputs: EvaluationInputs): readonly ModelArtifact[] {
  const found = inputs.softTargets.flatMap((_, index) => teacherOf(inputs, index) ?? []);
  return found.length === inputs.softTargets.length ? found : [];
}
