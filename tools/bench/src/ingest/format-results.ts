import { LARGE_LIMIT_BYTES, type LargeResult } from './large-soft-targets';
import { GOALS } from './rows';
import type { FileResult, RivalResult } from './summarize-file';

const FILE_HEADER = ['file', 'ingest, s', 'peak memory, MB', 'limit', 'in turns with', 's', 'ratio', 'goal'];
const STAGE_HEADER = ['stage', 's', 'peak memory, MB', 'limit'];

/** The files as a Markdown table, one line for each rival. */
export function formatFiles(results: readonly FileResult[]): string {
  const rows = results.flatMap(({ row, seconds, peakBytes, rivals }) => {
    const own = [row.label, seconds.toFixed(2), megabytes(peakBytes), `≤ ${megabytes(row.limitBytes)}`];
    const cells = rivals.length === 0 ? [['–', '–', '–', '–']] : rivals.map(rivalCells);
    return cells.map((given, index) => [...(index === 0 ? own : ['', '', '', '']), ...given]);
  });
  return formatTable(FILE_HEADER, rows);
}

function rivalCells({ rival, seconds, ratio: { median, low, high } }: RivalResult): string[] {
  const ratio = `${median.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
  return [rival, seconds.toFixed(2), ratio, `${rival === 'DuckDB scan' ? '≤' : '≥'} ${GOALS[rival]}`];
}

const STAGES = { write: 'soft-targets', check: 'check', train: 'student-distill, one epoch' } as const;

/** The stages on large soft targets as a Markdown table. */
export function formatLarge({ byteCount, stages }: LargeResult): string {
  const rows = Object.entries(STAGES).map(([stage, name]) => {
    const { seconds, peakBytes } = stages[stage as keyof typeof STAGES];
    return [
      `${name}, ${(byteCount / 1e9).toFixed(2)} GB`,
      seconds.toFixed(1),
      megabytes(peakBytes),
      `≤ ${megabytes(LARGE_LIMIT_BYTES)}`,
    ];
  });
  return formatTable(STAGE_HEADER, rows);
}

function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
