import { formatCount, formatPercent, formatSignificant } from '@tsdistill/contracts';
import { drawTable } from '@tsdistill/evaluate';
import { unparse } from 'papaparse';
import { markdownTable } from '../markdown-table';
import { TABLE_COLUMNS, type TableColumn, type TableRow } from './table-rows';

export type TableFormat = 'text' | 'csv' | 'json' | 'md';

/** Text and Markdown are rounded for people; CSV and JSON hold every digit. */
export function renderTable(rows: readonly TableRow[], format: TableFormat): string {
  switch (format) {
    case 'csv':
      return unparse({
        fields: [...TABLE_COLUMNS],
        data: rows.map((row) => TABLE_COLUMNS.map((column) => row[column])),
      });
    case 'json':
      return JSON.stringify(rows, null, 2);
    case 'md':
      return markdownTable(
        SHOWN.map(titleOf),
        rows.map(cellsOf),
        SHOWN.map((column) => (isText(column) ? 'left' : 'right')),
      );
    case 'text': {
      const cells = rows.map(cellsOf);
      return drawTable(
        SHOWN.map((column, index) => ({ title: titleOf(column), cells: cells.map((row) => row[index] ?? '') })),
      );
    }
  }
}

const NONE = '–';
/** Role and name of a model share a column. */
const SHOWN = TABLE_COLUMNS.filter((column) => column !== 'role');
const TITLES: Partial<Record<TableColumn, string>> = {
  parameters: 'params',
  mse: 'MSE',
  mae: 'MAE',
  wape: 'WAPE %',
  latency: 'ms',
};

const titleOf = (column: TableColumn): string => TITLES[column] ?? column;
const isText = (column: TableColumn): boolean => column === 'experiment' || column === 'model' || column === 'verdict';

function cellsOf(row: TableRow): readonly string[] {
  return SHOWN.map((column) => {
    const value = row[column];
    if (value === null) return column === 'verdict' ? '' : NONE;
    return typeof value === 'number'
      ? (FORMATS[column]?.(value) ?? String(value))
      : column === 'model'
        ? `${row.role} ${value}`
        : value;
  });
}

const formatLoss = (loss: number): string => (loss < 10 ? loss.toFixed(4) : formatSignificant(loss));
const FORMATS: Partial<Record<TableColumn, (value: number) => string>> = {
  parameters: formatCount,
  kB: formatSignificant,
  mse: formatLoss,
  mae: formatLoss,
  wape: (wape) => (100 * wape).toFixed(1),
  latency: formatSignificant,
  retention: formatPercent,
};
