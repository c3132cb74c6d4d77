import { nearestName, PipelineError } from '@tsdistill/contracts';
import type { CsvFile, CsvHeader } from './read-header';

/** Positions in the header of the columns that are read. */
export interface Selection {
  readonly timestamp: number;
  readonly targets: readonly number[];
}

/**
 * Finds the columns that the config names.
 *
 * @throws PipelineError COLUMN_UNKNOWN, COLUMN_UNNAMED, COLUMN_NONE
 */
export function selectColumns(
  csv: CsvFile,
  header: CsvHeader,
  wanted: { readonly timestamp: string; readonly targets?: readonly string[] | undefined },
): Selection {
  const { columns } = header;
  const position = (column: string): number => {
    const index = columns.indexOf(column);
    if (index >= 0) return index;
    const nearest = nearestName(column, columns);
    throw new PipelineError('COLUMN_UNKNOWN', { file: csv.name, column, found: columns, nearest });
  };
  const timestamp = position(wanted.timestamp);
  const targets = wanted.targets?.map(position) ?? [...columns.keys()].filter((index) => index !== timestamp);
  if (targets.length === 0) throw new PipelineError('COLUMN_NONE', { file: csv.name, timestamp: wanted.timestamp });
  const unnamed = targets.find((index) => columns[index] === '');
  if (unnamed !== undefined) throw new PipelineError('COLUMN_UNNAMED', { file: csv.name, position: unnamed + 1 });
  return { timestamp, targets };
}
