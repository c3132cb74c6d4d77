import Table from 'cli-table3';

/** One column of a table: its heading and cells. */
export interface Column {
  readonly title: string;
  /** One a row. */
  readonly cells: readonly string[];
}

const WIDTH = 120;
/** Of a name, so much is always shown. */
const NAME_WIDTH = 20;
const GAP = '  ';

/** Rules above, below the head and at the end; names, the second column, are cut to 20 characters where the table would be wider than 120. */
export function drawTable(columns: readonly Column[]): string {
  const widths = columns.map(({ title, cells }) =>
    Math.max(...[...title.split('\n'), ...cells].map(({ length }) => length)),
  );
  const excess = Math.max(0, widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length) - WIDTH);
  const table = new Table({
    head: columns.map(({ title }) => title),
    chars: { ...FRAME, middle: GAP },
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
    colAligns: columns.map((_, column) => (column < 2 ? 'left' : 'right')),
    colWidths: widths.map((width, column) =>
      column === 1 ? Math.max(width - excess, Math.min(width, NAME_WIDTH)) : width,
    ),
  });
  table.push(...(columns[0]?.cells ?? []).map((_, row) => columns.map(({ cells }) => cells[row] ?? '')));
  return table.toString().replace(/ +$/gm, '');
}

/** Horizontal rules only. */
const FRAME = {
  ...{ top: '─', 'top-mid': '──', 'top-left': '', 'top-right': '' },
  ...{ mid: '─', 'mid-mid': '──', 'left-mid': '', 'right-mid': '', left: '', right: '' },
  ...{ bottom: '─', 'bottom-mid': '──', 'bottom-left': '', 'bottom-right': '' },
};
