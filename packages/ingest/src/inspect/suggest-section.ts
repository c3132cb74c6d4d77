import type { IngestSection } from './inspection';
import type { DateSplit } from './plan-horizon';

/** Settings of section `ingest` that a person has given: they stand above every guess. */
export type GivenSettings = Readonly<Record<string, unknown>>;

/** How the files are read: what was found or given before the first row. */
export interface ReadingSection extends GivenSettings {
  readonly files: string;
  readonly timestamp: string;
  readonly targets?: readonly string[] | undefined;
  readonly frequency: string;
}

export interface ReadingGuess {
  readonly files: string;
  readonly dialect: Readonly<Record<string, unknown>>;
  readonly timestamp: string;
  readonly timeFormat?: string | undefined;
  readonly series?: string | undefined;
  readonly targets?: readonly string[] | undefined;
  readonly known?: readonly string[] | undefined;
  readonly frequency: string;
}

/** The settings that say how rows are read, without defaults; those that are given last. */
export function readingSection(guess: ReadingGuess, given: GivenSettings): ReadingSection {
  const { files, dialect, timestamp, timeFormat, series, targets, known, frequency } = guess;
  return {
    files,
    ...(Object.keys(dialect).length > 0 && { dialect }),
    timestamp,
    ...(timeFormat !== undefined && { timeFormat }),
    ...(series !== undefined && { series }),
    ...(targets !== undefined && { targets }),
    ...(known !== undefined && { known }),
    frequency,
    ...given,
  };
}

/** What the rows ask for. */
export interface RowsGuess {
  readonly season: number;
  readonly horizon: number;
  readonly split: DateSplit;
  readonly rowCount: number;
  readonly hasMissing: boolean;
  /** Rows that are there twice, all of them the same. */
  readonly hasCopies: boolean;
}

/** Windows that are enough to learn from. */
const ENOUGH_WINDOWS = 100_000;

/** The whole section: missing values are masked, which invents none; of equal rows the first is kept. */
export function suggestSection(reading: ReadingSection, guess: RowsGuess, given: GivenSettings): IngestSection {
  const { season, horizon, split, rowCount, hasMissing, hasCopies } = guess;
  const stride = Math.ceil(rowCount / ENOUGH_WINDOWS);
  return {
    ...reading,
    season,
    horizon,
    ...(stride > 1 && { stride }),
    split,
    ...(hasMissing && { missing: 'mask' }),
    ...(hasCopies && { duplicates: 'first' }),
    ...given,
  };
}
