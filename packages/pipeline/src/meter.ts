import type { ProgressUpdate } from '@tsdistill/contracts';

/**
 * Counts per second since the first call, and how long the rest takes at that rate; nothing at the first call. A count that goes back, or
 * another total, is other work: it is measured from there.
 *
 * @param now the time in ms
 */
export function createMeter(
  now: () => number = Date.now,
): (update: Pick<ProgressUpdate, 'done' | 'total' | 'unit'>) => string {
  let first = { at: 0, done: 0, total: NaN };
  let last = 0;
  return ({ done, total, unit }) => {
    if (total !== first.total || done < last) first = { at: now(), done, total };
    last = done;
    const rate = (done - first.done) / Math.max(0.001, (now() - first.at) / 1000);
    if (rate === 0) return '';
    const shown = rate < 10 ? Number(rate.toFixed(1)) : Math.round(rate);
    return ` ${shown} ${unit}/s, at most ${formatSeconds((total - done) / rate)} left`;
  };
}

/** 7 → "7 s", 95 → "1 min 35 s", 7500 → "2 h 5 min". */
function formatSeconds(seconds: number): string {
  const whole = Math.ceil(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes === 0) return `${whole} s`;
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
