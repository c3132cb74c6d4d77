import { latencyKey, type Model } from '@tsdistill/contracts';
import { type Latency, measureLatency } from './measure-latency';
import { allTeachers, type EvaluationInputs } from './open-inputs';

const BATCHES = [1, 32];

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
