import { type Goal, MARGIN, type Row } from './rows';
import type { RowResult, RowVerdict, Score } from './run-row';

/** One row with what it reached; without a goal at horizons for which none is set. */
export interface FinishedRow {
  readonly row: Row;
  readonly result: RowResult;
  readonly goal: Goal | undefined;
}

const HEADER = ['model', 'parameters', 'seeds', 'MSE', 'MAE', 'goal', 'training, s (seed 0)', 'verdict'];

/** The results of one horizon as a Markdown table. */
export function formatRows(rows: readonly FinishedRow[]): string {
  const cells = rows.map(({ row, result, goal }) => [
    result.chosen === undefined ? row.label : `${row.label}: ${result.chosen}`,
    String(result.parameterCount),
    String(result.seedCount),
    scoreText(result.mse),
    scoreText(result.mae),
    goal ? `${goalText(goal)}: ${isMet(goal, result) ? 'met' : 'missed'}` : '–',
    result.trainingSeconds.toFixed(0),
    result.verdict ? verdictText(result.verdict) : '–',
  ]);
  return [HEADER, HEADER.map(() => '---'), ...cells].map((line) => `| ${line.join(' | ')} |`).join('\n');
}

/** Every part of the goal, by the means over seeds. */
export function isMet({ mse, mae = Infinity, belowTwin, keepsUp }: Goal, { verdict, ...scores }: RowResult): boolean {
  const isBelowTwin = belowTwin === undefined || (verdict !== undefined && verdict.toTwin <= -belowTwin);
  const isKeepingUp = !keepsUp || verdict?.nonInferiority === 'non-inferior';
  return scores.mse.mean <= mse && scores.mae.mean <= mae && isBelowTwin && isKeepingUp;
}

function scoreText({ mean, sd }: Score): string {
  return sd === null ? mean.toFixed(4) : `${mean.toFixed(4)} ± ${sd.toFixed(4)}`;
}

function goalText({ mse, mae, belowTwin, keepsUp }: Goal): string {
  const scores = [mse, ...(mae === undefined ? [] : [mae])].map((value) => value.toFixed(3).replace(/^0/, ''));
  return [
    `≤ ${scores.join(' / ')}`,
    ...(belowTwin === undefined ? [] : [`${percent(belowTwin)} below its twin`]),
    ...(keepsUp ? [`non-inferior at ${percent(MARGIN)}`] : []),
  ].join(', ');
}

function verdictText({ outcome, toTwin, nonInferiority }: RowVerdict): string {
  const sign = toTwin < 0 ? '−' : '+';
  const twin = `${outcome} (${sign}${percent(Math.abs(toTwin))} to its twin)`;
  return `${twin}; to its teacher at ${percent(MARGIN)}: ${nonInferiority}`;
}

function percent(fraction: number): string {
  return `${Number((100 * fraction).toFixed(1))} %`;
}
