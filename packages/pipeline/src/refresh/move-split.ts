import { formatWallTime, parseWallTime } from '@tsdistill/contracts';
import type { IngestConfig } from '@tsdistill/ingest';

export type Split = IngestConfig['split'];

/** What was appended to the longest series. */
export interface Appended {
  readonly rows: number;
  /** From the former last row to the new one, by the clock of the data. */
  readonly spanMs: number;
}

/**
 * Splits for a data set to which rows were appended: validation and test stay as long as they were and end with the rows, train grows.
 * A ratio and rolling blocks do so by themselves.
 */
export function moveSplit(split: Split, { rows, spanMs }: Appended): Split {
  const later = (date: string) => formatWallTime((parseWallTime(date) ?? NaN) + spanMs);
  switch (split.kind) {
    case 'dates': {
      const { validation, test, end } = split;
      return {
        ...split,
        validation: later(validation),
        test: later(test),
        ...(end !== undefined && { end: later(end) }),
      };
    }
    case 'borders':
      return { ...split, train: split.train + rows, validation: split.validation + rows, test: split.test + rows };
    case 'ratio':
    case 'rolling':
      return split;
  }
}
