import { checkModel, type Dataset, type ModelArtifact, openModel, PipelineError } from '@tsdistill/contracts';

/** Folders of the teacher and of those that were kept from one fold each, fold 0 first. */
export interface TeacherFolders {
  readonly teacher: string;
  readonly foldTeachers?: readonly string[];
}

/** The teacher, then those that were kept from fold 0, 1, … */
export type Teachers = readonly [ModelArtifact, ...(readonly ModelArtifact[])];

/**
 * Opens the teacher and, with folds, the teacher of each.
 *
 * @throws PipelineError FOLD_TEACHERS_COUNT, FOLD_TEACHER_WRONG, ARTIFACT_MISMATCH for another data set or other settings
 */
export function openTeachers(dataset: Dataset, folds = 0, folders: TeacherFolders): Teachers {
  const { teacher, foldTeachers = [] } = folders;
  if (foldTeachers.length !== folds)
    throw new PipelineError('FOLD_TEACHERS_COUNT', { folds, found: foldTeachers.length });
  const whole = openModel(teacher);
  checkModel(dataset, whole);
  checkFold(whole, undefined);
  const parts = foldTeachers.map((folder, index) => {
    const part = openModel(folder);
    checkModel(dataset, part);
    checkFold(part, { index, count: folds });
    checkSettings(whole, part);
    return part;
  });
  return [whole, ...parts];
}

type Fold = ModelArtifact['description']['provenance']['fold'];

function checkFold({ folder, description }: ModelArtifact, wanted: Fold): void {
  const [found, expected] = [wordsFor(description.provenance.fold), wordsFor(wanted)];
  if (found !== expected) throw new PipelineError('FOLD_TEACHER_WRONG', { folder, found, expected });
}

function wordsFor(fold: Fold): string {
  return fold ? `fold ${fold.index} of ${fold.count}` : 'no fold';
}

/** A teacher of a fold is the same teacher on fewer windows. */
function checkSettings(whole: ModelArtifact, part: ModelArtifact): void {
  for (const key of ['model', 'training', 'seed']) {
    const valueOf = ({ manifest }: ModelArtifact) => JSON.stringify(manifest.config[key] ?? null);
    const [leftValue, rightValue] = [valueOf(whole), valueOf(part)];
    if (leftValue === rightValue) continue;
    const [left, right] = [`the teacher in ${whole.folder}`, `the teacher of a fold in ${part.folder}`];
    throw new PipelineError('ARTIFACT_MISMATCH', { what: `\`${key}\``, left, leftValue, right, rightValue });
  }
}
