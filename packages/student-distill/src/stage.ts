import { checkTuning, openDataset, openModel, openTuning, type StageHost, type Tuning } from '@tsdistill/contracts';
import { trainModel } from '@tsdistill/forecasting';
import { chosenDistillation, tunedStudent } from './apply-settings';
import { type StudentTraining, studentTraining } from './student-training';
import { modelInput, softTargetInputs, withTeachers } from './with-teachers';

/** Artifacts read and the one written. */
export interface StudentFolders {
  readonly dataset: string;
  readonly softTargets: readonly string[];
  /** The teacher's model, for its weights alone: it is not run. */
  readonly teacher?: string | undefined;
  /** Settings chosen by student-tune, in place of the config's. */
  readonly tuning?: string | undefined;
  readonly out: string;
}

/** Reads a data set and soft targets, fits one student to both, writes one `model@1` artifact. No teacher is run; the weights of one are read where the student begins with them. */
export async function runStudentDistill(
  training: StudentTraining,
  folders: StudentFolders,
  host: StageHost,
): Promise<void> {
  const dataset = openDataset(folders.dataset);
  const tuning = folders.tuning === undefined ? undefined : openTuning(folders.tuning);
  if (tuning) checkTuning(dataset, tuning);
  const model = folders.teacher === undefined ? undefined : openModel(folders.teacher);
  await withTeachers(dataset, folders.softTargets, async (teachers) => {
    const inputs = {
      ...softTargetInputs(teachers),
      ...modelInput(model),
      ...(tuning && { tuning: tuning.fingerprint }),
    };
    const prepared = studentTraining(tuned(training, tuning), { dataset, teachers, model, inputs }, host);
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
