import {
  type BacktestErrors,
  type BacktestMeta,
  type BacktestSummary,
  formatCount,
  formatPercent,
  formatSignificant,
  meanError,
  type PeriodRow,
  plural,
  shareOfNaive,
} from '@tsdistill/contracts';
import { drawTable } from '../draw-table';

/** The errors of a backtest by period, each the mean over its models. */
export function renderBacktest({ models, channels, horizon }: BacktestMeta, summary: BacktestSummary): string {
  const { overall, periods, period, season } = summary;
  const rows: readonly PeriodRow[] = [...periods, overall];
  const column = (title: string, cell: (row: PeriodRow) => string) => ({ title, cells: rows.map(cell) });
  const ours = (metric: keyof BacktestErrors) => (row: PeriodRow) => number(meanError(row, metric));
  const columns = [
    { title: period, cells: [...periods.map(({ start }) => start), 'all'] },
    column('windows', ({ windowCount }) => formatCount(windowCount)),
    column('MSE', ours('mse')),
    column('MAE', ours('mae')),
    column('MAE raw', ours('rawMae')),
    column('WAPE', (row) => percent(meanError(row, 'wape'))),
    column(`MSE naive ${season}`, ({ naive }) => number(naive.mse)),
    column('against naive', (row) => percent(shareOfNaive(row))),
  ];
  const [names, seeds] = [[...new Set(models.map(({ name }) => name))].join(', '), plural(models.length, 'model')];
  const head = `backtest of ${names} (${seeds}): ${plural(overall.windowCount, 'window')} × ${plural(horizon, 'step')} × ${plural(channels.length, 'channel')}`;
  return `${head}\n${drawTable(columns)}`;
}

const number = (value: number | null): string => (value === null ? '–' : formatSignificant(value));
const percent = (value: number | null): string => (value === null ? '–' : formatPercent(value));
