import type { Model } from '@tsdistill/contracts';
import { type Latency, measureLatency } from './measure-latency';
import { allTeachers, type EvaluationInputs } from './open-inputs';
import type { ModelSummary } from './summary';

const BATCHES = [1, 32];

/** Median time of one call by batch size, by `latencyKey`; what was not measured is left out. */
export type LatencyByModel = Readonly<
  Record<string, readonly { readonly batch: number; readonly p50Ms: number }[] | undefined>
>;

/** "teacher", "student", "twin"; of roles that several models have, "rival:small". */
export function latencyKey({ role, name }: Pick<ModelSummary, 'role' | 'name'>): string {
  return role === 'teacher' || role === 'student' || role === 'twin' ? role : `${role}:${name}`;
}

/** Of the first seed; several teachers are timed together, and only where the models of all are known. */
export function measureLatencies(inputs: EvaluationInputs): Record<string, readonly Latency[]> {
  const { students, twins, rivals } = inputs;
  const timed: (readonly [string, readonly Model[]])[] = [
    ['teacher', allTeachers(inputs)],
    ['student', students.slice(0, 1)],
    ['twin', twins.slice(0, 1)],
    ...rivals.map(({ name, models }) => [latencyKey({ role: 'rival', name }), models.slice(0, 1)] as const),
  ];
  const known = timed.filter(([, models]) => models.length > 0);
  return Object.fromEntries(known.map(([key, models]) => [key, measureLatency(models, BATCHES)]));
}
