/** Static features of all series as numbers. */
export interface StaticTable {
  /** Names of the channels. */
  readonly names: readonly string[];
  /** [S, F] */
  readonly values: Float32Array;
}

/**
 * Makes channels of static columns: a column of numbers stays one channel, any other becomes one channel `column=value`
 * for each of its values, 1 where a series has it.
 *
 * @param rows text of each column, by series
 */
export function encodeStatic(columns: readonly string[], rows: readonly (readonly string[])[]): StaticTable {
  const channels = columns.flatMap((column, index) =>
    channelsOf(
      column,
      rows.map((row) => row[index] ?? ''),
    ),
  );
  const values = new Float32Array(rows.length * channels.length);
  rows.forEach((_, series) => {
    channels.forEach((channel, index) => {
      values[series * channels.length + index] = channel.values[series] ?? NaN;
    });
  });
  return { names: channels.map(({ name }) => name), values };
}

function channelsOf(column: string, cells: readonly string[]): readonly { name: string; values: readonly number[] }[] {
  const numbers = cells.map((cell) => (cell.trim() === '' ? NaN : Number(cell)));
  if (numbers.every(Number.isFinite)) return [{ name: column, values: numbers }];
  return [...new Set(cells)].sort().map((value) => ({
    name: `${column}=${value}`,
    values: cells.map((cell) => (cell === value ? 1 : 0)),
  }));
}
