import {
  checkModel,
  checkSoftTargets,
  type Dataset,
  type Evaluation,
  type ModelArtifact,
  openDataset,
  openEvaluation,
  openModel,
  openSoftTargets,
  PipelineError,
  type SoftTargets,
} from '@tsdistill/contracts';
import type { ModelGroup } from './facts/model-group';

/** Folders of one experiment's artifacts; of those that a name is given to, one folder a seed. */
export interface ReportFolders {
  readonly dataset: string;
  readonly evaluation: string;
  readonly softTargets: readonly string[];
  /** Empty for teachers of which only forecasts exist. */
  readonly teacher: readonly string[];
  readonly student: readonly string[];
  readonly twin: readonly string[];
  readonly placebos: readonly NamedFolders[];
  readonly rivals: readonly NamedFolders[];
}

/** Models of one name, one folder a seed. */
export interface NamedFolders {
  readonly name: string;
  readonly folders: readonly string[];
}

/** Everything that a report reads, checked to belong together. */
export interface ReportInputs {
  readonly dataset: Dataset;
  readonly evaluation: Evaluation;
  readonly softTargets: readonly SoftTargets[];
  /** Teachers, students, twins, placebos and rivals, in this order. */
  readonly groups: readonly ModelGroup[];
  close(): void;
}

/** @throws PipelineError those of opening an artifact; ARTIFACT_MISMATCH when one was made from another than the others */
export function openReportInputs(folders: ReportFolders): ReportInputs {
  const dataset = openDataset(folders.dataset);
  const evaluation = openEvaluation(folders.evaluation);
  refuseOther(evaluation, 'dataset', dataset);
  const groups = groupsOf(folders).map(({ folders: list, ...group }) => ({
    ...group,
    models: list.map((folder) => openOwnModel(dataset, folder)),
  }));
  for (const { role, models } of groups)
    if (role === 'student' || role === 'twin')
      models.forEach((model, index) => refuseOther(evaluation, `${role}${index}`, model));
  const softTargets: SoftTargets[] = [];
  const close = () => softTargets.forEach((opened) => opened.close());
  try {
    for (const [index, folder] of folders.softTargets.entries()) {
      const opened = openSoftTargets(folder);
      softTargets.push(opened);
      checkSoftTargets(dataset, opened);
      refuseOther(evaluation, `softTargets${index}`, opened.artifact);
    }
  } catch (error) {
    close();
    throw error;
  }
  return { dataset, evaluation, softTargets, groups, close };
}

function groupsOf({ teacher, student, twin, placebos, rivals }: ReportFolders) {
  const named = (role: 'placebo' | 'rival', list: readonly NamedFolders[]) => list.map((one) => ({ role, ...one }));
  return [
    ...teacher.map((folder) => ({ role: 'teacher' as const, name: null, folders: [folder] })),
    { role: 'student' as const, name: null, folders: student },
    { role: 'twin' as const, name: null, folders: twin },
    ...named('placebo', placebos),
    ...named('rival', rivals),
  ];
}

function openOwnModel(dataset: Dataset, folder: string): ModelArtifact {
  const model = openModel(folder);
  checkModel(dataset, model);
  return model;
}

/** An evaluation speaks of the artifacts it read, and of no others. */
function refuseOther(
  { folder, manifest }: Evaluation,
  role: string,
  given: { readonly folder: string; readonly fingerprint: string },
): void {
  const rightValue = manifest.inputs[role] ?? 'missing';
  if (rightValue === given.fingerprint) return;
  throw new PipelineError('ARTIFACT_MISMATCH', {
    what: `the fingerprint of ${role}`,
    left: `The artifact in ${given.folder}`,
    leftValue: given.fingerprint,
    right: `the evaluation in ${folder}`,
    rightValue,
  });
}
