import {
  checkModel,
  checkSoftTargets,
  type Dataset,
  type ModelArtifact,
  openDataset,
  openModel,
  openSoftTargets,
  type SoftTargets,
} from '@tsdistill/contracts';

/** Artifacts read, and the one written. */
export interface EvaluateFolders {
  readonly dataset: string;
  readonly softTargets: readonly string[];
  /** Empty for teachers of which only forecasts exist. */
  readonly teacher: readonly string[];
  /** One for each seed. */
  readonly student: readonly string[];
  readonly twin: readonly string[];
  readonly out: string;
}

/** Everything an evaluation reads, checked to belong to one data set. */
export interface EvaluationInputs {
  readonly dataset: Dataset;
  readonly softTargets: readonly SoftTargets[];
  readonly teachers: readonly ModelArtifact[];
  readonly students: readonly ModelArtifact[];
  readonly twins: readonly ModelArtifact[];
  close(): void;
}

/** @throws PipelineError those of opening an artifact; ARTIFACT_MISMATCH when one was made from another data set */
export function openInputs(folders: EvaluateFolders): EvaluationInputs {
  const dataset = openDataset(folders.dataset);
  const models = (list: readonly string[]) => list.map((folder) => openModelOf(dataset, folder));
  const rest = { teachers: models(folders.teacher), students: models(folders.student), twins: models(folders.twin) };
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

/** Fingerprints by role, for the manifest. */
export function fingerprintsOf(inputs: EvaluationInputs): Record<string, string> {
  const list = (role: string, artifacts: readonly { readonly fingerprint: string }[]) =>
    artifacts.map(({ fingerprint }, index) => [`${role}${index}`, fingerprint] as const);
  return Object.fromEntries([
    ['dataset', inputs.dataset.fingerprint],
    ...list(
      'softTargets',
      inputs.softTargets.map(({ artifact }) => artifact),
    ),
    ...list('teacher', inputs.teachers),
    ...list('student', inputs.students),
    ...list('twin', inputs.twins),
  ]);
}
