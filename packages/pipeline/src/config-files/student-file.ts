import { StudentConfig, TuneConfig } from '@tsdistill/student-distill';
import { z } from 'zod';
import { Name } from './name';

/** data/configs/students/<name>/student.json */
export const StudentFile = z
  .object({
    dataset: Name,
    seeds: z.array(z.number().int().nonnegative()).min(1),
    student: StudentConfig,
    tune: TuneConfig.optional(),
  })
  .strict();
