/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/**
 * Runs in the reader's browser: sorts tables by their headings and shows what a list chooses. Its source text becomes the page's
 * script, so it uses nothing from outside of itself; without it everything but the choice can be read.
 */
export function enhancePage(): void {
  const valueOf = (row: HTMLTableRowElement, column: number): number | null => {
    const text = row.cells[column]?.dataset['value'];
    return text === undefined ? null : Number(text);
  };

  function sortBy(table: HTMLTableElement, heading: HTMLTableCellElement): void {
    const direction = heading.getAttribute('aria-sort') === 'ascending' ? 'descending' : 'ascending';
    for (const other of table.querySelectorAll('th[aria-sort]')) other.setAttribute('aria-sort', 'none');
    heading.setAttribute('aria-sort', direction);
    const sign = direction === 'ascending' ? 1 : -1;
    const body = table.tBodies[0];
    const rows = [...(body?.rows ?? [])];
    rows.sort((left, right) => {
      const [a, b] = [valueOf(left, heading.cellIndex), valueOf(right, heading.cellIndex)];
      // Models without a value stay at the end, whatever the direction.
      if (a === null || b === null) return Number(a === null) - Number(b === null);
      return sign * (a - b);
    });
    body?.append(...rows);
  }

  for (const table of document.querySelectorAll<HTMLTableElement>('table[data-sortable]'))
    for (const button of table.querySelectorAll('th button')) {
      const heading = button.closest('th');
      if (heading) button.addEventListener('click', () => sortBy(table, heading));
    }

  for (const list of document.querySelectorAll<HTMLSelectElement>('select[data-shows]')) {
    const parts = document.querySelectorAll<HTMLElement>(`[data-${list.dataset['shows'] ?? ''}]`);
    list.addEventListener('change', () => {
      parts.forEach((part, index) => (part.hidden = index !== list.selectedIndex));
    });
  }
}
