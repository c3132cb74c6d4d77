import type { LongTable, Table, WideTable } from './csv-text';
import type { IngestOptions } from './options';
import type { Peer } from './peer-records';

/** What reads the same file in turns with `ingest`. */
export type Rival = 'DuckDB scan' | Peer;

/** Ingest takes at most so many times as long as the scan; a parser takes at least so many times as long as ingest. */
export const GOALS: Readonly<Record<Rival, number>> = { 'DuckDB scan': 2.9, 'csv-parse': 4, papaparse: 2 };

/** One file, and what is measured on it. */
export interface FileRow {
  readonly label: string;
  readonly table: Table;
  readonly rivals: readonly Rival[];
  /** Of resident memory. */
  readonly limitBytes: number;
  /** What the log of ingest must say. */
  readonly says?: RegExp;
}

export const ROW_NAMES = [
  'wide',
  'wide-100mb',
  'long',
  'long-100mb',
  'long-by-time',
  'wide-shuffled',
  'soft-targets',
] as const;
export type RowName = (typeof ROW_NAMES)[number];
export type FileRowName = Exclude<RowName, 'soft-targets'>;

/** Of what holds no table: batches, buffers of the reader, the libraries. */
const FLAT_BYTES = 450e6;
/** A long panel is sorted in a table of at most 1 GB. */
const SORTED_BYTES = 1e9 + FLAT_BYTES;

const CHANNEL_COUNT = 321;
const SERIES_COUNT = 2000;
/** Where a file is small, it has fewer series: the shortest, half the mean, still holds windows in every split. */
const LEAST_MEAN_ROWS = 500;

/** A file of one row of the benchmark. 1 GB: 420,000 rows of 321 channels, or 30,000,000 of one. */
export function fileRow(name: FileRowName, { scale, peersFull }: Pick<IngestOptions, 'scale' | 'peersFull'>): FileRow {
  const peers: readonly Rival[] = ['csv-parse', 'papaparse'];
  const rivals = (size: 1 | 0.1): readonly Rival[] => ['DuckDB scan', ...((size === 1) === peersFull ? peers : [])];
  const label = (kind: string, size: 1 | 0.1) => `${kind}, ${Math.round(1000 * size * scale)} MB`;
  const wide = (size: 1 | 0.1): FileRow => ({
    label: label('wide', size),
    table: wideTable(size * scale),
    rivals: rivals(size),
    limitBytes: FLAT_BYTES,
  });
  const long = (size: 1 | 0.1): FileRow => ({
    label: label('long', size),
    table: longTable(size * scale),
    rivals: rivals(size),
    limitBytes: SORTED_BYTES,
  });
  const rows: Readonly<Record<FileRowName, () => FileRow>> = {
    wide: () => wide(1),
    'wide-100mb': () => wide(0.1),
    long: () => long(1),
    'long-100mb': () => long(0.1),
    'long-by-time': () => ({
      ...long(1),
      label: label('long, all series of an hour together', 1),
      table: { ...longTable(scale), order: 'by time' },
      rivals: ['DuckDB scan'],
    }),
    'wide-shuffled': () => ({
      label: label('wide, out of order', 1),
      table: { ...wideTable(scale), order: 'shuffled' },
      rivals: [],
      limitBytes: SORTED_BYTES,
      says: /not in order of time/,
    }),
  };
  return rows[name]();
}

function wideTable(share: number): WideTable {
  return { kind: 'wide', rowCount: Math.round(420_000 * share), channelCount: CHANNEL_COUNT, order: 'by time' };
}

function longTable(share: number): LongTable {
  const rowCount = Math.round(30_000_000 * share);
  const seriesCount = Math.min(SERIES_COUNT, Math.floor(rowCount / LEAST_MEAN_ROWS));
  return { kind: 'long', rowCount, seriesCount, order: 'by series' };
}
