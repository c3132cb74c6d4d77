import {
  checkSoftTargets,
  type Dataset,
  type ModelArtifact,
  openAugmented,
  openSoftTargets,
  refuseOtherUnit,
} from '@tsdistill/contracts';
import type { OpenedTeacher } from './soft-lists';

/**
 * Opens the soft targets of every teacher, and closes them when `body` is done, however it ends.
 *
 * @throws PipelineError those of `openSoftTargets`, `openAugmented`, `checkSoftTargets` and `refuseOtherUnit`
 */
export async function withTeachers<Result>(
  dataset: Dataset,
  folders: readonly string[],
  body: (teachers: readonly OpenedTeacher[]) => Promise<Result>,
): Promise<Result> {
  const opened: { close(): void }[] = [];
  const keep = <Given extends { close(): void } | undefined>(given: Given): Given => {
    if (given) opened.push(given);
    return given;
  };
  try {
    const teachers = folders.map((folder) => {
      const softTargets = keep(openSoftTargets(folder));
      checkSoftTargets(dataset, softTargets);
      refuseOtherUnit(dataset, softTargets);
      return { softTargets, augmented: keep(openAugmented(softTargets.artifact)) };
    });
    return await body(teachers);
  } finally {
    for (const file of opened) file.close();
  }
}

/** Fingerprints of soft targets by role, for the artifact that is made from them. */
export function softTargetInputs(teachers: readonly OpenedTeacher[]): Record<string, string> {
  return Object.fromEntries(
    teachers.map(({ softTargets }, i) => [`softTargets${i}`, softTargets.artifact.fingerprint]),
  );
}

/** The same of a teacher's model, where there is one. */
export function modelInput(model: ModelArtifact | undefined): Record<string, string> {
  return model ? { teacher: model.fingerprint } : {};
}
