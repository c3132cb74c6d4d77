import { SoftTargetsConfig } from '@tsdistill/soft-targets';
import { TeacherTrainConfig } from '@tsdistill/teacher-train';
import { z } from 'zod';
import { Name } from './name';

/** data/configs/teachers/<name>/teacher.json */
export const TeacherFile = z
  .object({
    dataset: Name,
    'teacher-train': TeacherTrainConfig,
    'soft-targets': SoftTargetsConfig.default(SoftTargetsConfig.parse({})),
  })
  .strict();

/** The same for a teacher from elsewhere, of which only forecasts exist. */
export const OutsideTeacherFile = z.object({ dataset: Name, softTargets: z.string().min(1) }).strict();

/** The same for a chain: the student of an experiment is the teacher. */
export const ChainedTeacherFile = z
  .object({
    dataset: Name,
    experiment: Name,
    seed: z.number().int().nonnegative().default(0),
    'soft-targets': SoftTargetsConfig.default(SoftTargetsConfig.parse({})),
  })
  .strict();

/** Where a teacher comes from: trained here, from elsewhere, or the student of an experiment. */
export const AnyTeacherFile = z.union([TeacherFile, OutsideTeacherFile, ChainedTeacherFile]);
export type AnyTeacherFile = z.output<typeof AnyTeacherFile>;
