import {
  checkSoftTargets,
  type Dataset,
  openDataset,
  openSoftTargets,
  type SoftTargets,
  type StageHost,
} from '@tsdistill/contracts';
import { hardObjective, meanOfTeachers, type Objective, trainModel, type Windows } from '@tsdistill/forecasting';
import type { DistillationConfig, StudentConfig } from './config';
import { distillationObjective } from './distillation-objective';

/** One student of one seed; without teachers it is the twin, trained alone. */
export interface StudentTraining {
  readonly student: StudentConfig;
  readonly seed: number;
  readonly distillation?: DistillationConfig;
}

/** Artifacts read and the one written. */
export interface StudentFolders {
  readonly dataset: string;
  readonly softTargets: readonly string[];
  readonly out: string;
}

/** Reads a data set and soft targets, fits one student to both, writes one `model@1` artifact. No teacher is loaded. */
export async function runStudentDistill(
  training: StudentTraining,
  folders: StudentFolders,
  host: StageHost,
): Promise<void> {
  const { student, seed, distillation } = training;
  const dataset = openDataset(folders.dataset);
  const teachers: SoftTargets[] = [];
  try {
    for (const folder of folders.softTargets) {
      const teacher = openSoftTargets(folder);
      teachers.push(teacher);
      checkSoftTargets(dataset, teacher);
    }
    const inputs = Object.fromEntries(teachers.map(({ artifact }, i) => [`softTargets${i}`, artifact.fingerprint]));
    const objective = (train: Windows) => objectiveOf(training, dataset, teachers, train);
    const section = { student, seed, ...(distillation && { distillation }) };
    await trainModel({ dataset, config: student, seed, inputs, objective, section }, folders.out, host);
  } finally {
    for (const teacher of teachers) teacher.close();
  }
}

function objectiveOf(
  { student, distillation }: StudentTraining,
  dataset: Dataset,
  teachers: readonly SoftTargets[],
  train: Windows,
): Objective {
  const { channels, scaler } = dataset.manifest.meta;
  const channelCount = channels.target.length;
  const hardLoss = student.training.loss;
  if (!distillation) return hardObjective(hardLoss, train, channelCount);
  const { weights, loss: softLoss = hardLoss } = distillation;
  const teacher = meanOfTeachers(teachers, scaler, train.horizon * channelCount);
  return distillationObjective({ weights, hardLoss, softLoss, channelCount, teacher }, train);
}
