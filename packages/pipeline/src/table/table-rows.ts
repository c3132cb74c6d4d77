import {
  type EvaluationSummary,
  keptSkill,
  type LatencyByModel,
  latencyKey,
  nearestName,
  PipelineError,
} from '@tsdistill/contracts';

/** One model of one experiment; null where a value does not exist. */
export interface TableRow {
  readonly experiment: string;
  readonly role: string;
  readonly model: string;
  readonly parameters: number | null;
  /** Of its weights, in 1,000 bytes. */
  readonly kB: number | null;
  /** Standardized, as is MAE. */
  readonly mse: number | null;
  readonly mae: number | null;
  /** Fraction. */
  readonly wape: number | null;
  /** Median milliseconds for one window. */
  readonly latency: number | null;
  /** Fraction of the teacher's skill. */
  readonly retention: number | null;
  /** Of the experiment, in the row of its student. */
  readonly verdict: string | null;
}

export type TableColumn = keyof TableRow;

export const TABLE_COLUMNS = [
  ...['experiment', 'role', 'model', 'parameters', 'kB', 'mse', 'mae', 'wape', 'latency', 'retention', 'verdict'],
] as readonly TableColumn[];

/** An evaluation and the latencies that were measured with it. */
export interface Evaluated {
  readonly summary: EvaluationSummary;
  readonly latency: LatencyByModel;
}

export function rowsOf({ summary, latency }: Evaluated): readonly TableRow[] {
  return summary.models.map((model) => ({
    experiment: summary.experiment,
    role: model.role,
    model: model.name,
    parameters: model.parameterCount,
    kB: model.byteCount === null ? null : model.byteCount / 1000,
    mse: model.mean['mse'] ?? null,
    mae: model.mean['mae'] ?? null,
    wape: model.mean['wape'] ?? null,
    latency: latency[latencyKey(model)]?.find(({ batch }) => batch === 1)?.p50Ms ?? null,
    retention: keptSkill(summary, model),
    verdict: model.role === 'student' ? summary.verdict.outcome : null,
  }));
}

/** By one column, the smallest first, or the largest with a "-" before its name; unknown values last. @throws PipelineError TABLE_COLUMN */
export function sortRows(rows: readonly TableRow[], order: string): readonly TableRow[] {
  const isDescending = order.startsWith('-');
  const column = columnOf(order.replace(/^-/, ''));
  const sign = isDescending ? -1 : 1;
  return [...rows].sort((left, right) => {
    const [a, b] = [left[column], right[column]];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return sign * (typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b)));
  });
}

/**
 * Rows that fit "COLUMN=VALUE": several values of one column are alternatives, several columns must all fit; "*" stands for anything.
 *
 * @throws PipelineError TABLE_COLUMN
 */
export function keepRows(rows: readonly TableRow[], filters: readonly TableFilter[]): readonly TableRow[] {
  const columns = [...new Set(filters.map(({ column }) => columnOf(column)))];
  return rows.filter((row) =>
    columns.every((column) =>
      filters.some((filter) => filter.column === column && fits(String(row[column] ?? ''), filter.value)),
    ),
  );
}

export interface TableFilter {
  readonly column: string;
  readonly value: string;
}

function fits(text: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|+?()[\]{}]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, 'su').test(text);
}

function columnOf(name: string): TableColumn {
  const found = TABLE_COLUMNS.find((column) => column === name);
  if (found !== undefined) return found;
  throw new PipelineError('TABLE_COLUMN', { name, known: TABLE_COLUMNS, nearest: nearestName(name, TABLE_COLUMNS) });
}
