import { median, type Ratio, summarize } from '../ratio';
import { OwnSteps } from './own-steps';
import type { Framework, Rival } from './rival';
import type { BenchCase } from './rows';

/** What was measured of one case. */
export interface CaseResult {
  readonly name: string;
  /** Median over the rounds of the median step, own and of each rival. */
  readonly ownMs: number;
  readonly rivals: Partial<
    Record<Framework, { readonly stepMs: number; readonly ratio: Ratio; readonly goal?: number }>
  >;
}

/** Rounds that count; one more before them does not. */
export const ROUND_COUNT = 9;

/**
 * Times a case in turns, own step, then each rival's, so that what else happens on the machine meets all of them; a
 * ratio compares times of one round only.
 */
export async function compareSteps(
  { name, row, steps, goals }: BenchCase,
  rivals: readonly Rival[],
): Promise<CaseResult> {
  const own = new OwnSteps(row);
  const rounds: Record<string, number>[] = [];
  for (let round = 0; round <= ROUND_COUNT; round++) {
    const times: Record<string, number> = { own: own.time(steps).stepMs };
    for (const rival of rivals) times[rival.framework] = (await rival.time(row, steps)).stepMs;
    if (round > 0) rounds.push(times);
  }
  own.dispose();
  const column = (side: string): number[] => rounds.map((times) => times[side] ?? NaN);
  const results = rivals.map(({ framework }) => {
    const ratio = summarize(rounds.map((times) => (times['own'] ?? NaN) / (times[framework] ?? NaN)));
    const goal = goals[framework];
    return [framework, { stepMs: median(column(framework)), ratio, ...(goal !== undefined && { goal }) }];
  });
  return { name, ownMs: median(column('own')), rivals: Object.fromEntries(results) as CaseResult['rivals'] };
}
