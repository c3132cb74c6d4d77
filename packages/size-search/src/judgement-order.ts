import type { SizedLoss } from './accuracy-size-front';
import { frontRanks } from './accuracy-size-front';

/** Indices of the models that no other of `models` beats in both size and loss, smallest first. */
export function frontOf(models: readonly SizedLoss[]): number[] {
  const ranks = frontRanks(models);
  const sizeOf = (index: number) => models[index]?.parameterCount ?? 0;
  return [...models.keys()].filter((index) => ranks[index] === 0).sort((a, b) => sizeOf(a) - sizeOf(b));
}

/**
 * Who is worth a judgement with all seeds, smallest first: models of the front whose loss with one seed is within the margin of the
 * teacher's. A larger loss could not end up surely within it. When there is none, the most accurate alone, to say how close it comes.
 */
export function judgementOrder(models: readonly SizedLoss[], teacherLoss: number, margin: number): number[] {
  const front = frontOf(models);
  const within = front.filter((index) => (models[index]?.loss ?? Infinity) <= teacherLoss * (1 + margin));
  return within.length > 0 ? within : front.slice(-1);
}
