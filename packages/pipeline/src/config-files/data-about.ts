import { z } from 'zod';

/** Section `about` of a dataset.json, for people: the report shows it. No stage reads it. */
export const DataAbout = z
  .object({
    /** Where the data come from. */
    source: z.string().min(1).optional(),
    /** Under which terms. */
    licence: z.string().min(1).optional(),
  })
  .strict()
  .readonly();
