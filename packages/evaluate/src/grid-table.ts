import { formatSigned, type GridChoice, plural } from '@tsdistill/contracts';
import { drawTable } from './draw-table';

/**
 * The members of a grid, the best on validation first, and whose table comes next.
 *
 * @param split whose windows that table scores
 */
export function renderGrid(experiment: string, { members }: GridChoice, split: 'validation' | 'test'): string {
  const [best] = members;
  if (best === undefined) return '';
  const spread = (sd: number | null) => (sd === null ? '' : ` ±${sd.toFixed(4).replace(/^0/, '')}`);
  const beyond = (mse: number) => (best.mse === 0 ? '' : formatSigned(mse / best.mse - 1));
  const table = drawTable([
    { title: 'member', cells: members.map(({ label }) => label) },
    { title: '', cells: members.map(({ seedCount }) => plural(seedCount, 'seed')) },
    { title: 'MSE\nstandardized', cells: members.map(({ mse, mseSd }) => mse.toFixed(4) + spread(mseSd)) },
    { title: 'MAE\nstandardized', cells: members.map(({ mae }) => mae.toFixed(4)) },
    { title: 'MSE\nabove the best', cells: members.map(({ mse }, row) => (row === 0 ? '' : beyond(mse))) },
  ]);
  const looked =
    split === 'test' ? 'test was looked at for that member alone' : 'scored on validation too (`evaluate.split`)';
  return [
    `${experiment}: ${plural(members.length, 'member')}, sorted by validation`,
    table,
    `Chosen on validation: ${best.label}; ${looked}.`,
  ].join('\n');
}
