import type { DuckDBConnection } from '@duckdb/node-api';
import { PipelineError } from '@tsdistill/contracts';
import { readRowsOf } from './database';
import type { SourceColumn } from './open-sources';
import { idSql, type RowPlan } from './row-sql';

/** What a series has once: its static features and its weight. */
export interface SeriesLabels {
  readonly static: readonly string[];
  readonly weight?: number;
}

/**
 * Reads the columns that must be constant within a series, by one query over all sources.
 *
 * @throws PipelineError STATIC_VARIES, STATIC_MISSING, WEIGHT_INVALID
 */
export async function readLabels(
  connection: DuckDBConnection,
  plans: readonly RowPlan[],
): Promise<ReadonlyMap<string, SeriesLabels>> {
  const [first] = plans;
  const positions = first ? labelPositions(first) : [];
  if (!first || positions.length === 0) return new Map();
  const tables = plans.map((plan) => {
    const at = (position: number) => plan.source.columns[position] as SourceColumn;
    const labels = labelPositions(plan).map((position, index) => `${at(position).sql}::VARCHAR AS l${index}`);
    const id = idSql(at(plan.selection.series ?? 0));
    return `SELECT ${id} AS id, ${labels.join(', ')} FROM ${plan.source.table(() => 'VARCHAR')}`;
  });
  const facts = positions.flatMap((_, index) => [`min(l${index})`, `max(l${index})`]);
  const rows = await readRowsOf(
    connection,
    `SELECT id, ${facts.join(', ')} FROM (${tables.join(' UNION ALL ')}) GROUP BY id ORDER BY id`,
  );
  const weightIndex = first.selection.weight === undefined ? -1 : positions.length - 1;
  return new Map(
    rows.map(([id, ...cells]) => {
      const labels = positions.map((position, index) => {
        const place = {
          file: first.source.name,
          series: String(id),
          column: first.source.columns[position]?.name ?? '',
        };
        return constantOf(place, cells[2 * index], cells[2 * index + 1]);
      });
      const features = labels.slice(0, first.selection.static.length);
      const weight = weightIndex < 0 ? {} : { weight: parseWeight(first, String(id), labels[weightIndex] ?? '') };
      return [String(id), { static: features, ...weight }];
    }),
  );
}

function labelPositions({ selection }: RowPlan): readonly number[] {
  return [...selection.static, ...(selection.weight === undefined ? [] : [selection.weight])];
}

function constantOf(
  place: { file: string; series: string; column: string },
  least: unknown,
  greatest: unknown,
): string {
  if (least === null || least === undefined) throw new PipelineError('STATIC_MISSING', place);
  if (least !== greatest)
    throw new PipelineError('STATIC_VARIES', { ...place, values: [String(least), String(greatest)] });
  return String(least);
}

function parseWeight(plan: RowPlan, series: string, value: string): number {
  const weight = Number(value);
  if (weight > 0 && Number.isFinite(weight)) return weight;
  const column = plan.source.columns[plan.selection.weight ?? 0]?.name ?? '';
  throw new PipelineError('WEIGHT_INVALID', { file: plan.source.name, series, column, value });
}
