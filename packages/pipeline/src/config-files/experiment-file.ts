import { EvaluateConfig } from '@tsdistill/evaluate';
import { CombineConfig } from '@tsdistill/forecasting';
import { DistillationConfig } from '@tsdistill/student-distill';
import { z } from 'zod';
import { Name } from './name';

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
