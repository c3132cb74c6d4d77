import {
  type BacktestErrors,
  type BacktestMeta,
  type BacktestSummary,
  formatCount,
  formatPercent,
  formatSignificant,
  plural,
} from '@tsdistill/contracts';
import { drawTable } from '../draw-table';

type Row = BacktestSummary['overall'];

/** The errors of a backtest by period, each the mean over its models. */
export function renderBacktest({ models, channels, horizon }: BacktestMeta, summary: BacktestSummary): string {
  const { overall, periods, period, season } = summary;
  const rows: readonly Row[] = [...periods, overall];
  const column = (title: string, cell: (row: Row) => string) => ({ title, cells: rows.map(cell) });
  const ours = (metric: keyof BacktestErrors) => (row: Row) => number(meanOf(row, metric));
  const columns = [
    { title: period, cells: [...periods.map(({ start }) => start), 'all'] },
    column('windows', ({ windowCount }) => formatCount(windowCount)),
    column('MSE', ours('mse')),
    column('MAE', ours('mae')),
    column('MAE raw', ours('rawMae')),
    column('WAPE', (row) => percent(meanOf(row, 'wape'))),
    column(`MSE naive ${season}`, ({ naive }) => number(naive.mse)),
    column('against naive', (row) => percent(ratio(meanOf(row, 'mse'), row.naive.mse))),
  ];
  const [names, seeds] = [[...new Set(models.map(({ name }) => name))].join(', '), plural(models.length, 'model')];
  const head = `backtest of ${names} (${seeds}): ${plural(overall.windowCount, 'window')} × ${plural(horizon, 'step')} × ${plural(channels.length, 'channel')}`;
  return `${head}\n${drawTable(columns)}`;
}

/** Mean over the models; null where the truth is not known yet. */
function meanOf({ models }: Row, metric: keyof BacktestErrors): number | null {
  const values = models.map((errors) => errors[metric]).filter((value) => value !== null);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

const ratio = (part: number | null, whole: number | null): number | null =>
  part === null || whole === null || whole === 0 ? null : part / whole;
const number = (value: number | null): string => (value === null ? '–' : formatSignificant(value));
const percent = (value: number | null): string => (value === null ? '–' : formatPercent(value));
