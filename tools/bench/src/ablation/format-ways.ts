import type { WayResult } from './run-pair';

const HEADER = ['way', 'MSE', 'MAE', 'pinball', 'MSE to response', 'verdict', 's an epoch', 'to response'];

/** The ways of one pair as a Markdown table, and a line that says which of them add something. */
export function formatWays(results: readonly WayResult[]): string {
  const response = results.find(({ way }) => way === 'response')?.epochSeconds ?? NaN;
  const cells = results.map((result) => [
    result.way,
    result.sd === null ? result.mse.toFixed(4) : `${result.mse.toFixed(4)} ± ${result.sd.toFixed(4)}`,
    result.mae.toFixed(4),
    result.pinball?.toFixed(4) ?? '–',
    result.toResponse ? relativeText(result.toResponse) : '–',
    result.outcome ?? '–',
    result.epochSeconds?.toFixed(2) ?? '–',
    result.epochSeconds === null ? '–' : `${(result.epochSeconds / response).toFixed(2)}×`,
  ]);
  const table = [HEADER, HEADER.map(() => '---'), ...cells].map((line) => `| ${line.join(' | ')} |`).join('\n');
  return `${table}\n\n${addedText(results)}`;
}

/** "Beside plain response: helps feature; cannot tell confidence, model." */
function addedText(results: readonly WayResult[]): string {
  const ways = results.filter(({ way, outcome }) => outcome !== null && way !== 'alone' && way !== 'teacher');
  const parts = (['helps', 'hurts', 'cannot tell', 'void'] as const).flatMap((outcome) => {
    const names = ways.filter((result) => result.outcome === outcome).map(({ way }) => way);
    return names.length === 0 ? [] : [`${outcome} ${names.join(', ')}`];
  });
  return parts.length === 0 ? 'No way was laid upon plain response.' : `Beside plain response: ${parts.join('; ')}.`;
}

function relativeText({ value, interval }: NonNullable<WayResult['toResponse']>): string {
  const bounds = interval === null ? '' : ` (${percent(interval.lower)} … ${percent(interval.upper)})`;
  return `${percent(value)} %${bounds}`;
}

function percent(fraction: number): string {
  const text = Math.abs(100 * fraction).toFixed(1);
  return text === '0.0' ? text : `${fraction < 0 ? '−' : '+'}${text}`;
}
