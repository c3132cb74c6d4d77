import { EvaluateConfig } from '@tsdistill/evaluate';
import { IngestConfig } from '@tsdistill/ingest';
import { SoftTargetsConfig } from '@tsdistill/soft-targets';
import { DistillationConfig, StudentConfig } from '@tsdistill/student-distill';
import { TeacherTrainConfig } from '@tsdistill/teacher-train';
import { z } from 'zod';

const Name = z.string().min(1);

/** data/configs/datasets/<name>/dataset.json */
export const DatasetFile = z.object({ source: Name.optional(), ingest: IngestConfig }).strict();

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

/** data/configs/students/<name>/student.json */
export const StudentFile = z
  .object({ dataset: Name, seeds: z.array(z.number().int().nonnegative()).min(1), student: StudentConfig })
  .strict();

/** data/configs/experiments/<name>/experiment.json */
export const ExperimentFile = z
  .object({
    student: Name,
    teachers: z.array(Name).min(1),
    distillation: DistillationConfig,
    evaluate: EvaluateConfig.default(EvaluateConfig.parse({})),
    tags: z.array(Name).optional(),
  })
  .strict();
