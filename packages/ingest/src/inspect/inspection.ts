import type { Covariates, ErrorCode } from '@tsdistill/contracts';

/** Something of the error catalogue that is wrong with a file. */
export interface Problem {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
  /** The setting of the suggestion that mends it; absent where it stands in the way. */
  readonly mendedBy?: string;
}

/** What a column seems to be for, or was said to be for. */
export type ColumnRole =
  'timestamp' | 'series' | 'target' | 'past' | 'known' | 'text' | 'constant' | 'row number' | 'static' | 'empty';

/** What one column holds. */
export interface ColumnFacts {
  readonly name: string;
  readonly role: ColumnRole;
  /** Cells that hold neither nothing nor a word for a missing value. */
  readonly filledCount: number;
  readonly missingCount: number;
  /** Of targets only. */
  readonly min?: number;
  readonly max?: number;
  /** Values far from the median, as ingest reports them. */
  readonly outlierCount?: number;
}

/** How the text of a timestamp is to be read. */
export interface TimeGuess {
  readonly column: string;
  /** Of `ingest.timeFormat`; absent for ISO 8601 and for times in parquet. */
  readonly format?: string;
  /** Rows that fit, of `rowCount`. */
  readonly fitCount: number;
}

export interface SeriesCounts {
  readonly count: number;
  readonly shortest: number;
  readonly longest: number;
}

export interface StepFacts {
  /** As `ingest.frequency` has it. */
  readonly frequency: string;
  /** Of all steps between rows of one series; without weekends for business days. */
  readonly share: number;
  /** The most frequent other steps. */
  readonly others: readonly { readonly name: string; readonly count: number }[];
}

export interface SeasonCandidate {
  /** For example `day`. */
  readonly name: string;
  /** Steps. */
  readonly lag: number;
  /** Autocorrelation of differences at that lag, in [-1, 1]: 0 for noise and for random walks. */
  readonly score: number;
}

/** What is known of a file before it is ingested. */
export interface Inspection {
  readonly file: string;
  readonly format: 'csv' | 'csv.gz' | 'parquet';
  readonly byteCount: number;
  /** What differs from the default dialect. */
  readonly dialect: Readonly<Record<string, unknown>>;
  readonly rowCount: number;
  readonly columns: readonly ColumnFacts[];
  readonly layout?: 'wide' | 'long';
  readonly time?: TimeGuess;
  /** Column of the name of the series, and how long the series are. */
  readonly seriesColumn?: string;
  readonly series?: SeriesCounts;
  /** Times of the first and the last row, as the clock of the data shows them. */
  readonly span?: readonly [from: string, to: string];
  readonly step?: StepFacts;
  readonly gaps?: { readonly count: number; readonly missingRows: number };
  readonly duplicates?: { readonly count: number; readonly conflictingCount: number };
  readonly seasons: readonly SeasonCandidate[];
  readonly notes: readonly string[];
  readonly problems: readonly Problem[];
  /** Section `ingest` of a data set config; absent where the times are not understood. */
  readonly suggestion?: IngestSection;
  /** Channels beside the targets in the data set that it makes; absent where there are none. */
  readonly covariates?: Covariates;
  /** The suggestion was tried: it makes a data set. */
  readonly isReady: boolean;
}

/** Section `ingest` as a person would write it: without the defaults. */
export type IngestSection = Readonly<Record<string, unknown>> & {
  readonly files: string;
  readonly timestamp: string;
  readonly targets?: readonly string[] | undefined;
  readonly frequency: string;
  readonly season: number;
  readonly horizon: number;
};
