import { parseFrequency } from '@tsdistill/contracts';
import { z } from 'zod';
import { CALENDAR } from './calendar';
import { parseWallTime } from './clock/wall-time';

const Name = z.string().min(1);
const PositiveInt = z.number().int().positive();
const Share = z.number().gt(0).lt(1);

const Frequency = z
  .string()
  .refine(
    (text) => parseFrequency(text) !== undefined,
    'must be an ISO 8601 duration in days, hours, minutes or seconds, such as PT1H',
  );

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

export const SplitConfig = z.discriminatedUnion('kind', [RatioSplit, BorderSplit, DateSplit]);
export type SplitConfig = z.infer<typeof SplitConfig>;

/** Section `ingest` of data/configs/datasets/<name>/dataset.json. */
export const IngestConfig = z
  .object({
    /** Path of the CSV; a relative one starts at the workspace root. */
    csv: Name,
    /** Name of the column of timestamps. Without an offset they are taken as they are; with one they become UTC. */
    timestamp: Name,
    /** Columns to forecast, in this order; without it every column but the timestamp, in the order of the file. */
    targets: z
      .array(Name)
      .min(1)
      .refine((names) => new Set(names).size === names.length, 'names a column twice')
      .optional(),
    /** ISO 8601 duration from one row to the next. */
    frequency: Frequency,
    /** A label for readers of the data set; nothing is converted. */
    timezone: Name.default('UTC'),
    /** Steps of the main season. */
    season: PositiveInt,
    /** Steps to forecast. */
    horizon: PositiveInt,
    /** Steps from one forecast origin to the next. */
    stride: PositiveInt.default(1),
    split: SplitConfig,
    scaler: z.enum(['standard', 'none']).default('standard'),
    /** Channels made from the timestamps, known for the future too. */
    calendar: z
      .array(z.enum(CALENDAR))
      .refine((names) => new Set(names).size === names.length, 'names a cycle twice')
      .default([]),
  })
  .strict()
  .refine(({ targets, timestamp }) => !targets?.includes(timestamp), {
    path: ['targets'],
    message: 'holds the timestamp column',
  })
  .readonly();
export type IngestConfig = z.infer<typeof IngestConfig>;
