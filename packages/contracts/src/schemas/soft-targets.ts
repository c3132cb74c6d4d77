import { z } from 'zod';
import { Count, Quantiles, Sha256, Unit } from './common';

/** Ways to make a window from stored rows, in the order of their code in `augmented.arrow`. */
export const AUGMENTATIONS = ['jitter', 'scaling', 'mixup', 'other-series'] as const;
/** How a window was made. */
export type Augmentation = (typeof AUGMENTATIONS)[number];

/**
 * Contract `soft-targets@1`: the soft-targets stage writes it (or any other program); student-distill and evaluate read it.
 *
 * `soft-targets.arrow`: series Int32, origin Int32 (together the key, as in `windows.arrow`), inSample Bool,
 * forecast FixedSizeList<Float32>[H·C], where declared quantiles [Q·H·C] and features [product of the shape].
 * Rows may cover a part of the origins, and origins without truth. Uncompressed, no NULL.
 * `augmented.arrow`, only with `augmented`: recipes of made windows (`RECIPE_COLUMNS`) and what the teacher says of them.
 */
export const SoftTargetsMeta = z
  .object({
    /** Fingerprint of the data set whose windows the teacher saw. */
    dataset: Sha256,
    /** Fingerprint of the teacher's model artifact; null for a teacher from elsewhere. */
    teacher: Sha256.nullable(),
    horizon: z.number().int().positive(),
    channels: z.array(z.string().min(1)).min(1).readonly(),
    unit: Unit,
    quantiles: Quantiles,
    /** Shape of the hidden features of one window; empty = none. */
    features: z.array(z.number().int().positive()).readonly(),
    /** Last row whose value the teacher was fitted on, ISO 8601; null = unknown. */
    trainedUntil: z.string().min(1).nullable(),
    rowCount: Count,
    /** Rows of `augmented.arrow`; absent without such a file. */
    augmented: z.object({ rowCount: Count }).strict().readonly().exactOptional(),
  })
  .strict()
  .readonly();
export type SoftTargetsMeta = z.infer<typeof SoftTargetsMeta>;
