import type { Windows } from './windows';

/** Windows of one kind; without truth they are learned from by what a teacher says of them. */
export interface WindowList {
  readonly windows: Windows;
  readonly labelled: boolean;
}

/** Windows that a training reads beside those of the train split. */
export interface ExtraWindows {
  readonly lists: readonly WindowList[];
  /** Last row whose value they hold, ISO 8601; null where that is not behind the train split. */
  readonly readUntil: string | null;
}

/** Windows of several lists, one list after the other, as one. */
export interface TrainingWindows extends Windows {
  /** True where the window has truth; `copyTarget` writes zeros where not. */
  labelled(index: number): boolean;
  /** The list that window `index` comes from, and its index there. */
  locate(index: number): { readonly list: number; readonly index: number };
}

/**
 * @param targetCount C, target channels of a window
 * @throws RangeError unless all lists have one lookback and one horizon
 */
export function concatWindows(lists: readonly WindowList[], targetCount: number): TrainingWindows {
  const [first] = lists;
  if (!first) throw new RangeError('there is no list of windows');
  const { lookback, horizon } = first.windows;
  for (const { windows } of lists)
    if (windows.lookback !== lookback || windows.horizon !== horizon)
      throw new RangeError(`windows of ${windows.lookback}/${windows.horizon} beside ${lookback}/${horizon} steps`);
  const ends = endsOf(lists);
  const locate = (index: number) => {
    const list = ends.findIndex((end) => index < end);
    return { list, index: index - (ends[list - 1] ?? 0) };
  };
  const at = (index: number) => {
    const place = locate(index);
    return { ...(lists[place.list] ?? first), index: place.index };
  };
  return {
    count: ends.at(-1) ?? 0,
    lookback,
    horizon,
    series: joined(lists.map(({ windows }) => windows.series)),
    origin: joined(lists.map(({ windows }) => windows.origin)),
    copyPast: (index, out, offset) => at(index).windows.copyPast(at(index).index, out, offset),
    copyTarget: (index, out, offset) => {
      const { windows, labelled, index: inner } = at(index);
      if (labelled) windows.copyTarget(inner, out, offset);
      else out.fill(0, offset, offset + horizon * targetCount);
    },
    ...(first.windows.copyObserved && {
      copyObserved: (index, out, offset) => {
        const { windows, labelled, index: inner } = at(index);
        if (labelled) windows.copyObserved?.(inner, out, offset);
        else out.fill(0, offset, offset + horizon * targetCount);
      },
    }),
    copyCovariates: (index, out, offset) => at(index).windows.copyCovariates(at(index).index, out, offset),
    copyKnown: (index, out, offset) => at(index).windows.copyKnown(at(index).index, out, offset),
    copyStatic: (index, out, offset) => at(index).windows.copyStatic(at(index).index, out, offset),
    copyFloor: (index, out, offset) => at(index).windows.copyFloor(at(index).index, out, offset),
    weight: (index) => at(index).windows.weight(at(index).index),
    phase: (index, period) => at(index).windows.phase(at(index).index, period),
    labelled: (index) => at(index).labelled,
    locate,
  };
}

/** Index behind the last window of each list. */
function endsOf(lists: readonly WindowList[]): readonly number[] {
  let end = 0;
  return lists.map(({ windows }) => (end += windows.count));
}

function joined(parts: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let next = 0;
  for (const part of parts) {
    all.set(part, next);
    next += part.length;
  }
  return all;
}
