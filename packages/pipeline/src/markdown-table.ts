/** A table in Markdown as code hosts show it; one alignment a column. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  alignment: readonly ('left' | 'right')[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(alignment.map((side) => (side === 'left' ? ':--' : '--:'))), ...rows.map(line)].join('\n');
}
