import { z } from 'zod';

const Text = z.string().min(1);

/**
 * What tells a data set from another one, in words for a message; the earlier ones are the causes of the later ones. What is cut ends in a digest
 * of the whole, so that equal words are equal facts.
 */
export const DatasetFacts = z
  .object({
    frequency: Text,
    timezone: Text,
    season: Text,
    stride: Text,
    covariates: Text,
    series: Text,
    rows: Text,
    split: Text,
    scaler: Text,
    covariateScaler: Text,
    policies: Text,
    values: Text,
  })
  .strict()
  .readonly();
export type DatasetFacts = z.infer<typeof DatasetFacts>;
