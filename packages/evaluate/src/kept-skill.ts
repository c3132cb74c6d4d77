import type { EvaluationSummary, ModelSummary } from './summary';

/** Share of the teacher's skill that a model keeps, (naive - model) / (naive - teacher) of the mean losses; baselines have none. */
export function keptSkill({ retention, models }: EvaluationSummary, { role, mean }: ModelSummary): number | null {
  if (retention.kind === 'undefined' || role === 'baseline') return null;
  const naive = models.find((model) => model.role === 'baseline' && model.name === retention.naive)?.mean.mse ?? null;
  const teacher = models.find((model) => model.role === 'teacher')?.mean.mse ?? null;
  if (naive === null || teacher === null || mean.mse === null) return null;
  return (naive - mean.mse) / (naive - teacher);
}
