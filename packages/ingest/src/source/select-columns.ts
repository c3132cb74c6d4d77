import { type ColumnRole, nearestName, PipelineError } from '@tsdistill/contracts';

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
  /** The settings that name them. */
  readonly roles: readonly ColumnRole[];
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
  const named = namedColumns(wanted);
  // A name that is nowhere is the first thing to say, not that it leaves nothing to forecast.
  for (const { name, role } of named) positionOf(file, columns, name, role);
  const taken = named.map(({ name }) => name);
  const targets = columns.filter((name) => !taken.includes(name));
  if (targets.length === 0) throw new PipelineError('COLUMN_NONE', { file, timestamp: wanted.timestamp });
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

/** Every column that the config names, with the setting that does so, in the order in which a name that is nowhere is told. */
export function namedColumns(wanted: WantedColumns): readonly { readonly name: string; readonly role: ColumnRole }[] {
  const roles = ['timestamp', 'series', 'weight', 'targets', 'past', 'known', 'static'] as const;
  return roles.flatMap((role) => [wanted[role] ?? []].flat().map((name) => ({ name, role })));
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
  const at = (role: ColumnRole) => (column: string) => positionOf(file, columns, column, role);
  const { timestamp, series, targets, past, known, weight } = wanted;
  return {
    timestamp: at('timestamp')(timestamp),
    ...(series !== undefined && { series: at('series')(series) }),
    values: [...targets.map(at('targets')), ...past.map(at('past')), ...known.map(at('known'))],
    roles: (['targets', 'past', 'known'] as const).flatMap((role) => wanted[role].map(() => role)),
    static: wanted.static.map(at('static')),
    ...(weight !== undefined && { weight: at('weight')(weight) }),
  };
}

/** The setting that names a value, for an error; nothing for a target, of which an error speaks by itself. @param position of its column */
export function roleOf({ values, roles }: Selection, position: number): { readonly role?: ColumnRole } {
  const role = roles[values.indexOf(position)];
  return role === undefined || role === 'targets' ? {} : { role };
}

function positionOf(file: string, columns: readonly string[], column: string, role: ColumnRole): number {
  const index = columns.indexOf(column);
  if (index >= 0) return index;
  const nearest = nearestName(column, columns);
  throw new PipelineError('COLUMN_UNKNOWN', { file, column, found: columns, nearest, role });
}
