import { type Split, SPLITS } from '@tsdistill/contracts';
import type { Borders, RowRange } from '../splits/split-series';

/** What the windows of a data set have in common. */
export interface WindowShape {
  readonly horizon: number;
  readonly stride: number;
  /** True when windows read channels that are known for their targets' rows. */
  readonly hasKnown: boolean;
}

/** One series as its origins see it. */
export interface SeriesWindows {
  readonly borders: Borders;
  readonly rowCount: number;
  readonly observedRowCount: number;
  /** 1 for each row with an observed target; absent = every one. */
  readonly observed?: Uint8Array;
}

/** Origins of one series in one split, ascending. */
export interface OriginRun {
  readonly split: Split;
  readonly series: number;
  readonly origins: Int32Array;
}

/**
 * Indexes the forecast origins (first target rows) whose targets [origin, origin + H) all lie in one split, split after split.
 *
 * How far a window looks back is the model's business: it may begin in the split before, so that validation and test
 * lose no targets (the ETT convention, Zhou et al. 2021, Informer). Only row 0, which has no past, is no origin. An origin needs at least
 * one observed target: without any there is nothing to learn or to measure. `future` has one origin a series, the row behind its last
 * target, unless its known channels end before the horizon does.
 */
export function* indexOrigins(series: readonly SeriesWindows[], shape: WindowShape): Generator<OriginRun> {
  for (const split of SPLITS)
    for (const [index, one] of series.entries()) {
      const origins = split === 'future' ? futureOrigins(one, shape) : originsIn(one.borders[split], one, shape);
      yield { split, series: index, origins };
    }
}

/** Counted from the first origin of the split, every `stride` rows, whether the ones before it are observed or not. */
function originsIn([from, to]: RowRange, { observed }: SeriesWindows, { horizon, stride }: WindowShape): Int32Array {
  const first = Math.max(1, from);
  const count = Math.max(0, Math.floor((to - horizon - first) / stride) + 1);
  const all = new Int32Array(count);
  for (let index = 0; index < count; index++) all[index] = first + index * stride;
  return observed ? all.filter(seesTarget(observed, horizon)) : all;
}

/** Whether one of the `horizon` rows from an origin on is observed; to be asked in ascending order. */
function seesTarget(observed: Uint8Array, horizon: number): (origin: number) => boolean {
  let next = -1;
  return (origin) => {
    if (next < origin) next = observed.indexOf(1, origin);
    if (next === -1) next = Infinity;
    return next < origin + horizon;
  };
}

function futureOrigins({ rowCount, observedRowCount }: SeriesWindows, { horizon, hasKnown }: WindowShape): Int32Array {
  const isCovered = !hasKnown || rowCount - observedRowCount >= horizon;
  return isCovered && observedRowCount > 0 ? Int32Array.of(observedRowCount) : new Int32Array(0);
}
