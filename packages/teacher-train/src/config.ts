import { ModelConfig, TrainingConfig } from '@tsdistill/forecasting';
import { z } from 'zod';

/** Section `teacher-train` of a teacher config. */
export const TeacherTrainConfig = z
  .object({ model: ModelConfig, training: TrainingConfig, seed: z.number().int().nonnegative().default(0) })
  .strict();
export type TeacherTrainConfig = z.output<typeof TeacherTrainConfig>;
