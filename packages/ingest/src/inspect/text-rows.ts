import { refuseOtherHeader } from '../source/input-view';
import type { Source, SourceColumn } from '../source/open-sources';

/**
 * SQL of the cells of all sources as text, the columns called `k0`, `k1` … in the order of the first source. Rows with too few or too many
 * cells are left out: whoever reads the rows as ingest does tells of them.
 *
 * @throws PipelineError HEADER_DIFFERS
 */
export function textRows(sources: readonly Source[]): string {
  const [first] = sources;
  if (!first) return '';
  for (const source of sources) refuseOtherHeader(first, source);
  const selects = sources.map((source) => {
    const cells = first.columns.map(({ name }, index) => {
      const { sql } = source.columns.find((column) => column.name === name) as SourceColumn;
      return `${sql}::VARCHAR AS k${index}`;
    });
    return `SELECT ${cells.join(', ')} FROM ${source.table(() => 'VARCHAR', 'leave-out')}`;
  });
  return selects.join(' UNION ALL ');
}
