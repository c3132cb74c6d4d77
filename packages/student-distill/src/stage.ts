import { checkTuning, openDataset, openTuning, type StageHost, type Tuning } from '@tsdistill/contracts';
import { trainModel } from '@tsdistill/forecasting';
import { chosenDistillation, tunedStudent } from './apply-settings';
import { type StudentTraining, studentTraining } from './student-training';
import { softTargetInputs, withTeachers } from './with-teachers';

/** Artifacts read and the one written. */
export interface StudentFolders {
  readonly dataset: string;
  readonly softTargets: readonly string[];
  /** Settings chosen by student-tune, in place of the config's. */
  readonly tuning?: string | undefined;
  readonly out: string;
}

/** Reads a data set and soft targets, fits one student to both, writes one `model@1` artifact. No teacher is loaded. */
export async function runStudentDistill(
  training: StudentTraining,
  folders: StudentFolders,
  host: StageHost,
): Promise<void> {
  const dataset = openDataset(folders.dataset);
  const tuning = folders.tuning === undefined ? undefined : openTuning(folders.tuning);
  if (tuning) checkTuning(dataset, tuning);
  await withTeachers(dataset, folders.softTargets, async (teachers) => {
    const inputs = { ...softTargetInputs(teachers), ...(tuning && { tuning: tuning.fingerprint }) };
    const prepared = studentTraining(tuned(training, tuning), { dataset, teachers, inputs }, host);
    await trainModel(prepared, folders.out, host);
  });
}

function tuned(training: StudentTraining, tuning: Tuning | undefined): StudentTraining {
  if (!tuning) return training;
  const { chosen } = tuning.manifest.meta;
  const { student, distillation } = training;
  return {
    ...training,
    student: tunedStudent(student, chosen),
    ...(distillation && { distillation: chosenDistillation(distillation, chosen) }),
  };
}
