import { formatFrequency } from '@tsdistill/contracts';
import type { StepCounts } from '../shape/follow-steps';

const DAY_MS = 86_400_000;

/** Steps of the calendar, whose days vary; one alone of these lengths is a fixed step. */
const CALENDAR: readonly (readonly [name: string, shortest: number, longest: number])[] = [
  ['P1M', 28, 31],
  ['P3M', 90, 92],
  ['P1Y', 365, 366],
];

/** How often a step was met, under the name that `ingest.frequency` has for it. */
export interface NamedStep {
  readonly name: string;
  readonly count: number;
}

/** The steps of all rows, the most frequent first; equal ones in the order of their length. */
export function nameSteps(steps: ReadonlyMap<number, number>): readonly NamedStep[] {
  const counts = new Map<string, number>();
  for (const [ms, count] of [...steps].sort(([a], [b]) => a - b)) {
    const name = nameOf(ms, steps);
    counts.set(name, (counts.get(name) ?? 0) + count);
  }
  return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count);
}

function nameOf(ms: number, steps: ReadonlyMap<number, number>): string {
  const within = CALENDAR.find(([, shortest, longest]) => ms >= shortest * DAY_MS && ms <= longest * DAY_MS);
  if (within) {
    const [name, shortest, longest] = within;
    const alike = [...steps.keys()].filter((other) => other >= shortest * DAY_MS && other <= longest * DAY_MS);
    if (alike.length > 1) return name;
  }
  if (ms % (7 * DAY_MS) === 0) return `P${ms / (7 * DAY_MS)}W`;
  return ms % 1000 === 0 ? formatFrequency(ms) : `${ms} ms`;
}

/** True when nothing but weekends is missing from a grid of days. */
export function isBusinessDays({ others, weekends }: Pick<StepCounts, 'others' | 'weekends'>): boolean {
  const longer = [...others.values()].reduce((sum, count) => sum + count, 0);
  return weekends > 0 && weekends >= 0.8 * longer;
}
