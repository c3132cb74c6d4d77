import type { DuckDBConnection } from '@duckdb/node-api';
import { type LabelFault, labelError } from '../faults/label-error';
import { readRowsOf } from './database';
import { labelPositions, labelSql, seriesSql } from './label-sql';
import type { RowPlan } from './row-sql';

/** What a series has once: its static features and its weight. */
export interface SeriesLabels {
  readonly static: readonly string[];
  readonly weight?: number;
}

/** Least and greatest text of each label of a series, null where it has none. */
interface LabelRange {
  readonly id: string;
  readonly ranges: readonly (readonly [least: string | null, greatest: string | null])[];
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
  const labelCount = first ? labelPositions(first).length : 0;
  if (!first || labelCount === 0) return new Map();
  const staticCount = first.selection.static.length;
  const series = await readRanges(connection, plans, labelCount);
  const fault = findFault(series, staticCount);
  if (fault) throw await labelError(connection, plans, fault);
  return new Map(
    series.map(({ id, ranges }) => {
      const labels = ranges.map(([least]) => String(least));
      const weight = labelCount > staticCount ? { weight: Number(labels[staticCount]) } : {};
      return [id, { static: labels.slice(0, staticCount), ...weight }];
    }),
  );
}

async function readRanges(
  connection: DuckDBConnection,
  plans: readonly RowPlan[],
  labelCount: number,
): Promise<readonly LabelRange[]> {
  const indices = Array.from({ length: labelCount }, (_, index) => index);
  const tables = plans.map((plan) => {
    const labels = indices.map((index) => `${labelSql(plan, index)} AS l${index}`);
    return `SELECT ${seriesSql(plan)} AS id, ${labels.join(', ')} FROM ${plan.source.table(() => 'VARCHAR')}`;
  });
  const facts = indices.flatMap((index) => [`min(l${index})`, `max(l${index})`]);
  const rows = await readRowsOf(
    connection,
    `SELECT id, ${facts.join(', ')} FROM (${tables.join(' UNION ALL ')}) GROUP BY id ORDER BY id`,
  );
  return rows.map(([id, ...cells]) => ({
    id: String(id),
    ranges: indices.map((index) => [cells[2 * index], cells[2 * index + 1]] as [string | null, string | null]),
  }));
}

/** The first label of the first series that is none, and in how many series the same is wrong with it. */
function findFault(series: readonly LabelRange[], staticCount: number): LabelFault | undefined {
  const codeOf = ({ ranges }: LabelRange, index: number) => {
    const [least = null, greatest = null] = ranges[index] ?? [];
    if (least === null) return 'STATIC_MISSING';
    if (least !== greatest) return 'STATIC_VARIES';
    return index === staticCount && !isWeight(Number(least)) ? 'WEIGHT_INVALID' : undefined;
  };
  for (const one of series)
    for (const index of one.ranges.keys()) {
      const code = codeOf(one, index);
      if (code)
        return { code, id: one.id, index, count: series.filter((other) => codeOf(other, index) === code).length };
    }
  return undefined;
}

const isWeight = (weight: number) => weight > 0 && Number.isFinite(weight);
