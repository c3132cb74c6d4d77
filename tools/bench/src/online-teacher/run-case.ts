import { openModel } from '@tsdistill/contracts';
import type { Rival } from '../engine/rival';
import { MODELS } from '../ett/models';
import type { Stages } from '../ett/stages';
import type { OnlineCase } from './cases';
import { compareEpochs, type EpochComparison } from './compare-epochs';
import { type EpochTiming, timeOwnEpoch } from './own-epoch';

/** ETTh1's horizon and train rows in `bench:ett`. */
export const HORIZON = 96;
const TRAIN_ROWS = 8640;

/** Both sides, and how they meet. */
export interface Contest {
  readonly csv: string;
  readonly stages: Stages;
  readonly rival: Rival;
  /** Empty; what is written there is deleted again. */
  readonly scratch: string;
  readonly roundCount: number;
}

/** Parameters of the student and of one teacher. */
export interface Sizes {
  readonly student: number;
  readonly teacher: number;
}

/** Makes data set, teachers and soft targets where they are missing, then times epochs in turns. */
export async function runCase({ distillation }: OnlineCase, contest: Contest): Promise<EpochComparison> {
  const { csv, stages, rival, scratch, roundCount } = contest;
  const { student, teacher, settings } = distillation;
  const teachers = await stages.teachers(teacher);
  const softTargets = teachers.map((one) => one.softTargets);
  const folders = { dataset: await stages.dataset(), softTargets, scratch };
  const sizes = { student: countOf(await stages.alone(student, 0)), teacher: countOf(teachers[0]?.model ?? '') };
  const { model, training } = MODELS[student];
  const request = {
    csv,
    train: TRAIN_ROWS,
    lookback: model.lookback,
    horizon: HORIZON,
    batch: training.batchSize,
    student,
    teacher: teacher.model,
    teachers: teacher.seeds.length,
    ...settings,
  };
  return compareEpochs(
    () => timeOwnEpoch(distillation, folders),
    async () => {
      const answer = (await rival.ask(request)) as EpochTiming & Sizes;
      refuseOtherModels(sizes, answer);
      return answer;
    },
    roundCount,
  );
}

function countOf(folder: string): number {
  return openModel(folder).manifest.meta.parameterCount;
}

/**
 * Students must be of one size; a teacher's may differ by a bias: PyTorch's GRU has a second one.
 *
 * @throws RangeError with both sizes
 */
export function refuseOtherModels(own: Sizes, rival: Sizes): void {
  const isFar = Math.abs(own.teacher - rival.teacher) > 0.01 * own.teacher;
  if (own.student === rival.student && !isFar) return;
  throw new RangeError(
    `student and teacher have ${own.student} and ${own.teacher} parameters here, ${rival.student} and ${rival.teacher} in PyTorch`,
  );
}
