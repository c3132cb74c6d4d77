import { z } from 'zod';

/** placeholder until the summary is settled */
export const EvaluationMeta = z.object({}).strict().readonly();
export type EvaluationMeta = z.infer<typeof EvaluationMeta>;
