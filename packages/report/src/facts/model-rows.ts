import {
  type EvaluationSummary,
  keptSkill,
  type LatencyByModel,
  latencyKey,
  sawJudgedRows,
} from '@tsdistill/contracts';
import type { Role, Training } from './model-group';

type ModelSummary = EvaluationSummary['models'][number];

/** One row of the table of models; null = there is none, or nobody measured it. */
export interface ModelRow {
  readonly role: Role;
  readonly name: string;
  readonly tuned: boolean;
  /** Of one of several teachers that are weighted. */
  readonly weight: ModelSummary['weight'];
  /** Saw rows that it is judged on. */
  readonly leaks: boolean;
  readonly seedCount: number;
  readonly parameters: number | null;
  readonly kilobytes: number | null;
  readonly mean: ModelSummary['mean'];
  readonly sd: ModelSummary['sd'];
  /** Mean mse of each seed. */
  readonly runs: readonly number[];
  /** Share of the teacher's skill over the naive forecast that it keeps. */
  readonly retention: number | null;
  /** Median time of one call, by batch size. */
  readonly ms1: number | null;
  readonly ms32: number | null;
  /** Of one training: the mean over seeds, for several teachers their sum. */
  readonly trainingSeconds: number | null;
}

export function modelRows(
  summary: EvaluationSummary,
  latency: LatencyByModel,
  trainings: readonly Training[],
): readonly ModelRow[] {
  return summary.models.map((model) => {
    const median = (batch: number) => latency[latencyKey(model)]?.find((entry) => entry.batch === batch)?.p50Ms ?? null;
    return {
      ...{ role: model.role, name: model.name, tuned: model.tuned, weight: model.weight },
      ...{ mean: model.mean, sd: model.sd },
      leaks: sawJudgedRows(summary, model),
      seedCount: model.runs.length,
      parameters: model.parameterCount,
      kilobytes: model.byteCount === null ? null : model.byteCount / 1000,
      runs: model.runs.flatMap(({ overall }) => overall['mse'] ?? []),
      retention: keptSkill(summary, model),
      ms1: median(1),
      ms32: median(32),
      trainingSeconds: secondsOf(model, trainings),
    };
  });
}

export function findRow(rows: readonly ModelRow[], role: Role): ModelRow | undefined {
  return rows.find((row) => row.role === role);
}

function secondsOf({ role, name }: ModelSummary, trainings: readonly Training[]): number | null {
  const groups = trainings.filter((one) => one.role === role && (one.name === null || one.name === name));
  const means = groups.map(({ runs }) => {
    const known = runs.flatMap(({ seconds }) => seconds ?? []);
    return known.length < runs.length || known.length === 0
      ? NaN
      : known.reduce((sum, one) => sum + one, 0) / known.length;
  });
  const total = means.reduce((sum, one) => sum + one, 0);
  return means.length === 0 || Number.isNaN(total) ? null : total;
}
