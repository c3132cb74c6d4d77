import type { Step } from '../schemas/step';
import type { Zone } from './zone';

const DAY_MS = 86_400_000;

/** Times of rows are instants where the step is below a day; longer steps go by what the clock shows. */
export function hasInstants(step: Step): boolean {
  return step.kind === 'fixed' && step.ms < DAY_MS;
}

/** What the clock of the data shows at a time of a row. */
export function rowClock(step: Step, zone: Zone): (timeMs: number) => number {
  return hasInstants(step) ? (timeMs) => zone.toLocal(timeMs) : (timeMs) => timeMs;
}
