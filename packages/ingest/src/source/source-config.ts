import { Sha256 } from '@tsdistill/contracts';
import { z } from 'zod';

const Name = z.string().min(1);
const Character = z.string().length(1);

/** How the text of a CSV is to be read; what is not named is as RFC 4180 has it. */
export const Dialect = z
  .object({
    delimiter: Character.default(','),
    /** Between whole and fraction of a number. */
    decimal: z.enum(['.', ',']).default('.'),
    /** Between groups of three digits; none by default. */
    thousands: Character.optional(),
    encoding: z.enum(['utf-8', 'utf-16', 'latin-1']).default('utf-8'),
    /** Words that stand for a missing value, beside the empty cell. */
    null: z.array(Name).default([]),
    /** A line that begins with it holds no data; none by default. */
    comment: Character.optional(),
    quote: Character.default('"'),
  })
  .strict()
  .refine((dialect) => dialect.decimal !== dialect.delimiter, {
    path: ['decimal'],
    message: 'is the delimiter too',
  })
  .refine((dialect) => dialect.decimal !== dialect.thousands, {
    path: ['thousands'],
    message: 'is the decimal mark too',
  });
export type Dialect = z.infer<typeof Dialect>;

/** Numbers since 1970-01-01 UTC in the place of text. */
const EPOCHS = { 'epoch-seconds': 1000, 'epoch-milliseconds': 1 } as const;

/** ms in one unit of an epoch; undefined for a pattern of text. */
export function epochUnitMs(timeFormat: string | undefined): number | undefined {
  return timeFormat !== undefined && Object.hasOwn(EPOCHS, timeFormat)
    ? EPOCHS[timeFormat as keyof typeof EPOCHS]
    : undefined;
}

/** The word for quarters of a year, of which strptime knows no letter: 1980Q1, 1980-Q1, Q1 1980. */
export const QUARTERS = 'quarters';

/** The settings of section `ingest` that say which files are read, and how. */
export const SOURCE_SETTINGS = {
  /** Paths, or patterns with `*` and `?`, in time order; a relative one starts at the workspace root. */
  files: z.union([Name, z.array(Name).min(1)]),
  /** Of the bytes of the one file: another file of that name is refused. */
  sha256: Sha256.optional(),
  /** Path of a file with one SQL query over the table `input`, which holds the rows of all files. */
  query: Name.optional(),
  dialect: Dialect.prefault({}),
  /** `epoch-seconds`, `epoch-milliseconds`, `quarters`, or a pattern of strptime; without it ISO 8601. */
  timeFormat: Name.refine(
    (format) => epochUnitMs(format) !== undefined || format === QUARTERS || format.includes('%'),
    'must be "epoch-seconds", "epoch-milliseconds", "quarters" or a pattern such as "%d/%m/%Y %H:%M"',
  ).optional(),
};
