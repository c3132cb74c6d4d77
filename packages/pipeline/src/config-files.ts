import { EvaluateConfig } from '@tsdistill/evaluate';
import { IngestConfig } from '@tsdistill/ingest';
import { SoftTargetsConfig } from '@tsdistill/soft-targets';
import { CombineConfig } from '@tsdistill/forecasting';
import { DistillationConfig, StudentConfig, TuneConfig } from '@tsdistill/student-distill';
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

/** The same for a chain: the student of an experiment is the teacher. */
export const ChainedTeacherFile = z
  .object({
    dataset: Name,
    experiment: Name,
    seed: z.number().int().nonnegative().default(0),
    'soft-targets': SoftTargetsConfig.default(SoftTargetsConfig.parse({})),
  })
  .strict();

/** data/configs/students/<name>/student.json */
export const StudentFile = z
  .object({
    dataset: Name,
    seeds: z.array(z.number().int().nonnegative()).min(1),
    student: StudentConfig,
    tune: TuneConfig.optional(),
  })
  .strict();

/** data/configs/experiments/<name>/experiment.json */
export const ExperimentFile = z
  .object({
    student: Name,
    teachers: z.array(Name).min(1),
    combine: CombineConfig,
    distillation: DistillationConfig,
    /** Teachers, or "smoothed-labels", whose students show what is mere smoothing. */
    placebos: z.array(Name).default([]),
    /** Students, trained alone, shown beside this experiment's. */
    compare: z.array(Name).default([]),
    evaluate: EvaluateConfig.default(EvaluateConfig.parse({})),
    tags: z.array(Name).optional(),
  })
  .strict();
