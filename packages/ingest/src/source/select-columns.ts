import { nearestName, PipelineError } from '@tsdistill/contracts';

/** The names that the config gives to columns, by role. */
export interface WantedColumns {
  readonly timestamp: string;
  readonly series?: string | undefined;
  readonly targets?: readonly string[] | undefined;
  readonly past: readonly string[];
  readonly known: readonly string[];
  readonly static: readonly string[];
  readonly weight?: string | undefined;
}

/** The columns that are read: positions in one file's header. */
export interface Selection {
  readonly timestamp: number;
  readonly series?: number;
  /** Targets, past and known covariates, in this order: the values of a row. */
  readonly values: readonly number[];
  readonly static: readonly number[];
  readonly weight?: number;
}

/**
 * The names of the targets: those of the config, or every column without a role, in the order of the file.
 *
 * @throws PipelineError COLUMN_NONE, COLUMN_UNNAMED
 */
export function nameTargets(file: string, columns: readonly string[], wanted: WantedColumns): readonly string[] {
  if (wanted.targets) return wanted.targets;
  const { timestamp, series, weight } = wanted;
  const taken = [timestamp, series, weight, ...wanted.past, ...wanted.known, ...wanted.static];
  // A name that is nowhere is the first thing to say, not that it leaves nothing to forecast.
  for (const name of taken) if (name !== undefined) positionOf(file, columns, name);
  const targets = columns.filter((name) => !taken.includes(name));
  if (targets.length === 0) throw new PipelineError('COLUMN_NONE', { file, timestamp });
  const unnamed = columns.indexOf('');
  if (unnamed >= 0) {
    const [only, ...others] = columns.filter((name) => name !== '');
    throw new PipelineError('COLUMN_UNNAMED', {
      file,
      position: unnamed + 1,
      only: others.length === 0 ? only : undefined,
    });
  }
  return targets;
}

/**
 * Finds the columns that are named, wherever they stand in this file.
 *
 * @throws PipelineError COLUMN_UNKNOWN
 */
export function selectColumns(
  file: string,
  columns: readonly string[],
  wanted: WantedColumns & { readonly targets: readonly string[] },
): Selection {
  const position = (column: string) => positionOf(file, columns, column);
  const { series, weight } = wanted;
  return {
    timestamp: position(wanted.timestamp),
    ...(series !== undefined && { series: position(series) }),
    values: [...wanted.targets, ...wanted.past, ...wanted.known].map(position),
    static: wanted.static.map(position),
    ...(weight !== undefined && { weight: position(weight) }),
  };
}

function positionOf(file: string, columns: readonly string[], column: string): number {
  const index = columns.indexOf(column);
  if (index >= 0) return index;
  throw new PipelineError('COLUMN_UNKNOWN', { file, column, found: columns, nearest: nearestName(column, columns) });
}
