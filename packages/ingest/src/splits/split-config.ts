import { parseWallTime } from '@tsdistill/contracts';
import { z } from 'zod';

const PositiveInt = z.number().int().positive();
const Share = z.number().gt(0).lt(1);

const WallTime = z
  .string()
  .refine((text) => parseWallTime(text) !== undefined, 'must be a date, such as 2001-05-01 or 2001-05-01 06:00');

/** Shares of the rows, in the order train, validation, test; the test split is what the two leave. */
const RatioSplit = z
  .object({ kind: z.literal('ratio'), train: Share, validation: Share })
  .strict()
  .refine((split) => split.train + split.validation < 1, {
    path: ['validation'],
    message: 'leaves no rows for test: train + validation must be below 1',
  });

/** The row behind the last one of each split (ETT: 8640, 11520, 14400); later rows are in no split. */
const BorderSplit = z
  .object({ kind: z.literal('borders'), train: PositiveInt, validation: PositiveInt, test: PositiveInt })
  .strict()
  .refine((split) => split.train < split.validation && split.validation < split.test, {
    path: ['validation'],
    message: 'must lie between train and test',
  });

/** The first time of validation and of test, and optionally the time at which test ends (exclusive). */
const DateSplit = z
  .object({ kind: z.literal('dates'), validation: WallTime, test: WallTime, end: WallTime.optional() })
  .strict()
  .refine(({ validation, test, end }) => increases([validation, test, ...(end === undefined ? [] : [end])]), {
    path: ['test'],
    message: 'must come after validation, and end after test',
  });

function increases(times: readonly string[]): boolean {
  const parsed = times.map((text) => parseWallTime(text) ?? NaN);
  return parsed.every((time, index) => index === 0 || time > (parsed[index - 1] ?? NaN));
}

/** One of several evaluations on one data set: test blocks of `test` rows follow each other, the last one ends with the series. */
const RollingSplit = z
  .object({
    kind: z.literal('rolling'),
    /** How many test blocks there are. */
    cutoffs: PositiveInt,
    /** Which of them this data set tests on, from 0. */
    cutoff: z.number().int().nonnegative(),
    /** Rows of one test block. */
    test: PositiveInt,
    /** Rows of validation, right before the test block. */
    validation: PositiveInt,
    /** Train rows: all before validation, or at most so many. */
    window: z.union([z.literal('expanding'), PositiveInt]).default('expanding'),
  })
  .strict()
  .refine(({ cutoff, cutoffs }) => cutoff < cutoffs, {
    path: ['cutoff'],
    message: 'must be below cutoffs: they are counted from 0',
  });

export const SplitConfig = z.discriminatedUnion('kind', [RatioSplit, BorderSplit, DateSplit, RollingSplit]);
export type SplitConfig = z.infer<typeof SplitConfig>;
