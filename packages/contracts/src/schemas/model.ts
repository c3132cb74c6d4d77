import { z } from 'zod';
import { Calendar, Channels, Count, CovariateScaler, Names, Quantiles, Scaler, Sha256, Unit } from './common';

/** Contract `model@1`, the manifest's part: enough to list models without opening them. */
export const ModelMeta = z
  .object({ architecture: z.string().min(1), parameterCount: Count, seed: Count })
  .strict()
  .readonly();
export type ModelMeta = z.infer<typeof ModelMeta>;

const Weight = z
  .object({ name: z.string().min(1), shape: z.array(Count).readonly(), dtype: z.literal('float32') })
  .strict()
  .readonly();

const Weights = z
  .array(Weight)
  .refine((weights) => new Set(weights.map(({ name }) => name)).size === weights.length, 'a name stands in it twice')
  .readonly();

/**
 * Contract `model@1`, `model.json`: all that is needed to rebuild the forecaster, beside `weights.bin`
 * (float32 little endian, in the order of `weightsManifest`, which is tfjs's own format).
 */
export const ModelDescription = z
  .object({
    architecture: z.string().min(1),
    options: z.record(z.string(), z.unknown()).readonly(),
    lookback: z.number().int().positive(),
    horizon: z.number().int().positive(),
    channels: Channels,
    frequency: z.string().min(1),
    /** The clock of the data, IANA name; absent = UTC. */
    timezone: z.string().min(1).exactOptional(),
    /** Cycles of which known channels are made, two each; absent = none. */
    calendar: Calendar.exactOptional(),
    /** Ids of the series in the order of the scaler's rows; absent where one row serves all. */
    series: Names.exactOptional(),
    /** Unit of what goes in and comes out of the parameters' function; the scaler leads to raw. */
    unit: Unit,
    scaler: Scaler,
    /** Leads from raw covariates to what the function reads, for the channels of this model in their order; absent = as they are. */
    covariateScaler: CovariateScaler.exactOptional(),
    quantiles: Quantiles,
    provenance: z
      .object({
        dataset: Sha256,
        softTargets: z.array(Sha256).readonly(),
        /** Last row whose value the parameters were fitted on, ISO 8601. */
        trainedUntil: z.string().min(1),
        seed: Count,
        bestEpoch: Count,
        validationLoss: z.number(),
        /** The time fold of the train windows that a teacher was kept from, counted from 0; absent = it saw all of them. */
        fold: z
          .object({ index: Count, count: z.number().int().min(2) })
          .strict()
          .readonly()
          .exactOptional(),
      })
      .strict()
      .readonly(),
    weightsManifest: z
      .tuple([
        z
          .object({ paths: z.tuple([z.literal('weights.bin')]).readonly(), weights: Weights })
          .strict()
          .readonly(),
      ])
      .readonly(),
  })
  .strict()
  .readonly();
export type ModelDescription = z.infer<typeof ModelDescription>;

/** `history.json` of a model: one entry an epoch, each loss term by name. */
export const TrainingHistory = z
  .array(
    z
      .object({
        epoch: z.number().int().positive(),
        learningRate: z.number(),
        train: z.record(z.string(), z.number()).readonly(),
        validation: z.number(),
      })
      .strict()
      .readonly(),
  )
  .readonly();
export type TrainingHistory = z.infer<typeof TrainingHistory>;
