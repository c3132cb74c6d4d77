import type { DatasetMeta } from '../schemas/dataset';
import { parseStep } from '../schemas/step';
import { rowClock } from './row-clock';
import { createZone } from './zone';

/** What the clock of a data set shows at the time of a row, ms since 1970 taken as UTC. */
export function dataClock({ frequency, timezone }: Pick<DatasetMeta, 'frequency' | 'timezone'>) {
  const step = parseStep(frequency);
  if (!step) throw new RangeError(`"${frequency}" is no step`);
  return rowClock(step, createZone(timezone, 'earlier'));
}
