import { z } from 'zod';
import { Count } from './common';

/** What the table of a backtest has one row for, by the clock of the data. */
export const PERIODS = ['day', 'month', 'year'] as const;
/** One of them. */
export type Period = (typeof PERIODS)[number];

const Metric = z.number().nullable();

/** Errors over what is known of the truth: mse and mae standardized by the model, rawMae and wape of raw values. */
const Errors = z.object({ mse: Metric, mae: Metric, rawMae: Metric, wape: Metric }).strict().readonly();
/** Errors of one model in one period. */
export type BacktestErrors = z.infer<typeof Errors>;

const Seed = Count.nullable();

/** Models in the order of `models` of the manifest. */
const ErrorsByModel = {
  windowCount: Count,
  models: z.array(Errors).min(1).readonly(),
  /** Of the seasonal naive forecast of the same windows: how hard the period was. */
  naive: Errors,
};

/**
 * Contract `backtest@1`, the manifest's part.
 *
 * `backtest.arrow`, model after model: model Int32 (index into `models`), series Int32, origin Int32, timestamp Timestamp[ms] of the
 * first step, forecast and truth FixedSizeList<Float32>[H·C], both in raw units; truth is NaN where nothing was observed (yet).
 * `summary.json`: errors by period.
 */
export const BacktestMeta = z
  .object({
    horizon: z.number().int().positive(),
    channels: z.array(z.string().min(1)).min(1).readonly(),
    /** Ids of the series that `series` counts in. */
    series: z.array(z.string().min(1)).min(1).readonly(),
    frequency: z.string().min(1),
    timezone: z.string().min(1),
    unit: z.literal('raw'),
    models: z
      .array(
        z
          .object({ name: z.string().min(1), seed: Seed })
          .strict()
          .readonly(),
      )
      .min(1)
      .readonly(),
    windowCount: Count,
  })
  .strict()
  .readonly();
export type BacktestMeta = z.infer<typeof BacktestMeta>;

/** `summary.json` of a backtest. */
export const BacktestSummary = z
  .object({
    period: z.enum(PERIODS),
    overall: z.object(ErrorsByModel).strict().readonly(),
    /** In order of time; a window belongs to the period of its first step. `start`: 2024, 2024-03 or 2024-03-01. */
    periods: z
      .array(
        z
          .object({ start: z.string().min(4), ...ErrorsByModel })
          .strict()
          .readonly(),
      )
      .min(1)
      .readonly(),
    season: z.number().int().positive(),
  })
  .strict()
  .readonly();
export type BacktestSummary = z.infer<typeof BacktestSummary>;
