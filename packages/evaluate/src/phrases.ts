import { formatInterval, levelText, plural } from '@tsdistill/contracts';
import type { Estimate } from './bootstrap';

/** Said where `Estimate.interval` is null. */
export const NO_INTERVAL = 'no interval: too few windows';

/** What an interval rests on. */
export interface Evidence {
  readonly level: number;
  readonly seedCount: number;
  readonly windowCount: number;
}

/** "(95 % interval −2.1 % … −0.4 %, 3 seeds, 846 windows)". */
export function evidenceText({ interval }: Estimate, { level, seedCount, windowCount }: Evidence): string {
  const basis = `${plural(seedCount, 'seed')}, ${plural(windowCount, 'window')}`;
  if (interval === null) return `(no interval: ${basis} are too few)`;
  return `(${levelText(level)} ${formatInterval(interval)}, ${basis})`;
}
