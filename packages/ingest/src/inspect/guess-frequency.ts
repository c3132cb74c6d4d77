import type { DuckDBConnection } from '@duckdb/node-api';
import { isBusinessDays, nameSteps, type NamedStep } from '../faults/name-steps';
import { readRowsOf } from '../source/database';
import type { StepFacts } from './inspection';

const DAY_MS = 86_400_000;
const OTHERS = 3;

/**
 * The most frequent step between rows of one series that follow each other; business days where no row lies on a weekend.
 *
 * @param series SQL of the name of the series
 * @returns undefined where no series has two times
 */
export async function guessFrequency(
  connection: DuckDBConnection,
  rows: string,
  time: string,
  series: string,
): Promise<StepFacts | undefined> {
  const found = await readRowsOf(
    connection,
    `WITH times AS (SELECT ${time} AS t, ${series} AS id FROM (${rows})),
      steps AS (SELECT t, t - lag(t) OVER (PARTITION BY id ORDER BY t) AS dt FROM times WHERE isfinite(t))
     SELECT dt, count(*)::DOUBLE, (count(*) FILTER ((floor(t / ${DAY_MS})::BIGINT % 7 + 7) % 7 IN (2, 3)))::DOUBLE,
       (count(*) FILTER ((floor((t - dt) / ${DAY_MS})::BIGINT % 7 + 7) % 7 = 1))::DOUBLE
     FROM steps WHERE dt > 0 GROUP BY dt ORDER BY 2 DESC, 1 LIMIT 1000`,
  );
  const steps = found.map(([ms, count, weekend, friday]) => ({
    ms: Number(ms),
    count: Number(count),
    weekend: Number(weekend),
    friday: Number(friday),
  }));
  const named = nameSteps(new Map(steps.map(({ ms, count }) => [ms, count])));
  const [first] = named;
  if (!first) return undefined;
  const weekends = steps.find(({ ms }) => ms === 3 * DAY_MS)?.friday ?? 0;
  const isWeekdays = steps.every(({ weekend }) => weekend === 0);
  const others = new Map(steps.flatMap(({ ms, count }) => (ms === DAY_MS ? [] : [[ms, count] as const])));
  if (first.name === 'P1D' && isWeekdays && isBusinessDays({ others, weekends }))
    return factsOf(
      'B',
      first.count + weekends,
      named.filter(({ name }) => name !== 'P1D' && name !== 'P3D'),
      named,
    );
  return factsOf(first.name, first.count, named.slice(1), named);
}

function factsOf(frequency: string, count: number, others: readonly NamedStep[], all: readonly NamedStep[]): StepFacts {
  const total = all.reduce((sum, step) => sum + step.count, 0);
  return { frequency, share: count / total, others: others.slice(0, OTHERS) };
}
