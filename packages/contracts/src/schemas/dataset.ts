import { z } from 'zod';
import { Calendar, Channels, Count, CovariateScaler, RowRange, Scaler } from './common';

/** Splits in the order of their code in `windows.arrow`; `future` origins have no truth yet. */
export const SPLITS = ['train', 'validation', 'test', 'future'] as const;
/** Where the target rows of a window lie; `future` = behind the last observed row. */
export type Split = (typeof SPLITS)[number];

/** One series of the concatenated rows. Rows from `observedRowCount` on carry known channels only. */
const Series = z
  .object({
    id: z.string().min(1),
    rowCount: Count,
    observedRowCount: Count,
    /** Timestamp of the first row, ISO 8601. */
    start: z.string().min(1),
    borders: z.object({ train: RowRange, validation: RowRange, test: RowRange }).strict().readonly(),
    /** How much its windows count in training; absent = 1. */
    weight: z.number().positive().exactOptional(),
  })
  .strict()
  .readonly();

/** What a policy did to the data, with the number of values it touched. */
const Policy = z.object({ name: z.string(), action: z.string(), count: Count }).strict().readonly();

/**
 * Contract `dataset@1`: ingest writes it, every other stage reads it.
 *
 * `series.arrow`: timestamp, target FixedSizeList<Float32>[C], and only where needed past [P], known [K], mask UInt8 [C]
 * (1 = observed, 0 = filled or missing: fed to a model, but no truth for a loss or a metric). `windows.arrow`: series, origin (first target row inside its series), split.
 * `static.arrow`: static FixedSizeList<Float32>[S], one row a series. All values in raw units.
 */
export const DatasetMeta = z
  .object({
    channels: Channels,
    series: z.array(Series).min(1).readonly(),
    /** Step as `parseStep` reads it: an ISO 8601 duration, `P1M`, `P3M`, or `B` for business days. */
    frequency: z.string().min(1),
    timezone: z.string().min(1),
    /** Cycles of the known channels that are made from the timestamps; absent = none. */
    calendar: Calendar.exactOptional(),
    /** Steps of the main season, for the seasonal naive forecast. */
    season: z.number().int().positive(),
    horizon: z.number().int().positive(),
    stride: z.number().int().positive(),
    scaler: Scaler,
    covariateScaler: CovariateScaler.exactOptional(),
    policies: z.array(Policy).readonly(),
    /** True when `series.arrow` has a mask column. */
    masked: z.boolean(),
    originCounts: z.object({ train: Count, validation: Count, test: Count, future: Count }).strict().readonly(),
  })
  .strict()
  .readonly();
export type DatasetMeta = z.infer<typeof DatasetMeta>;
