import { median, type Ratio, summarize } from '../ratio';
import type { FileRow, Rival } from './rows';
import type { ProcessFigures } from './run-process';

/** One run of every side; rivals as the row has them. */
export type FileRound = { readonly ingest: ProcessFigures } & Readonly<Partial<Record<Rival, ProcessFigures>>>;

/** What was measured on one file. */
export interface FileResult {
  readonly row: FileRow;
  /** Median of all rounds. */
  readonly seconds: number;
  /** The largest of all rounds. */
  readonly peakBytes: number;
  readonly rivals: readonly RivalResult[];
}

export interface RivalResult {
  readonly rival: Rival;
  readonly seconds: number;
  /** Ingest to the scan, or a parser to ingest. */
  readonly ratio: Ratio;
}

export function summarizeFile(row: FileRow, rounds: readonly FileRound[]): FileResult {
  const own = rounds.map(({ ingest }) => ingest.seconds);
  const rivals = row.rivals.map((rival) => {
    const seconds = rounds.map((round) => round[rival]?.seconds ?? NaN);
    const ratios = seconds.map((other, i) =>
      rival === 'DuckDB scan' ? (own[i] ?? NaN) / other : other / (own[i] ?? NaN),
    );
    return { rival, seconds: median(seconds), ratio: summarize(ratios) };
  });
  const peakBytes = Math.max(...rounds.map(({ ingest }) => ingest.peakBytes));
  return { row, seconds: median(own), peakBytes, rivals };
}
