import { z } from 'zod';
import { Count, Quantiles, Sha256, Unit } from './common';
import { sizeOf } from '../size-of';
import { DatasetFacts } from './dataset-facts';

/** Ways to make a window from stored rows, in the order of their code in `augmented.arrow`. */
export const AUGMENTATIONS = ['jitter', 'scaling', 'mixup', 'other-series'] as const;
/** How a window was made. */
export type Augmentation = (typeof AUGMENTATIONS)[number];

const Shape = z.array(z.number().int().positive()).readonly();

const sumOf = (layers: readonly { readonly shape: readonly number[] }[]) =>
  layers.reduce((sum, { shape }) => sum + sizeOf(shape), 0);

/** Hidden layers, one after the other in a row of features; each row-major, its width last. */
const Layers = z
  .array(
    z
      .object({ name: z.string().min(1), shape: Shape })
      .strict()
      .readonly(),
  )
  .min(1)
  .refine((layers) => new Set(layers.map(({ name }) => name)).size === layers.length, 'a name stands in it twice')
  .readonly();

/** What tables and sentences call a teacher. */
export const TeacherName = z
  .string()
  .regex(
    /^(?!\s)[^\p{Cc}\p{Zl}\p{Zp}]{1,80}(?<!\s)$/u,
    'a name is one line of 1 to 80 characters, without blanks around it',
  );

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
    /** What tells it from other data sets, so that a mismatch can be named; absent = only its fingerprint is known. */
    facts: DatasetFacts.exactOptional(),
    /** Fingerprint of the teacher's model artifact; null for a teacher from elsewhere. */
    teacher: Sha256.nullable(),
    /** What a teacher from elsewhere is called; absent = nobody says. */
    name: TeacherName.exactOptional(),
    horizon: z.number().int().positive(),
    channels: z.array(z.string().min(1)).min(1).readonly(),
    unit: Unit,
    quantiles: Quantiles,
    /** Shape of the hidden features of one window; empty = none. */
    features: Shape,
    /** The layers that they are made of; absent = one without a name. */
    layers: Layers.exactOptional(),
    /** Last row whose value the teacher was fitted on, ISO 8601; null = unknown. */
    trainedUntil: z.string().min(1).nullable(),
    rowCount: Count,
    /** Rows of `augmented.arrow`; absent without such a file. */
    augmented: z.object({ rowCount: Count }).strict().readonly().exactOptional(),
  })
  .strict()
  .refine(({ features, layers }) => !layers || sumOf(layers) === (features.length === 0 ? 0 : sizeOf(features)), {
    path: ['layers'],
    message: 'their sizes do not add up to that of `features`',
  })
  .readonly();
export type SoftTargetsMeta = z.infer<typeof SoftTargetsMeta>;

/** A hidden layer in the features of one window: values [offset, offset + size). */
export interface FeatureLayer {
  readonly name: string;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly size: number;
}

/** Name of the only layer of features that do not say which they are. */
const UNNAMED = 'features';

/** The hidden layers that soft targets hold, in stored order; none where they hold no features. */
export function featureLayers({ features, layers }: Pick<SoftTargetsMeta, 'features' | 'layers'>): FeatureLayer[] {
  if (features.length === 0) return [];
  let offset = 0;
  return (layers ?? [{ name: UNNAMED, shape: features }]).map(({ name, shape }) => {
    const size = sizeOf(shape);
    offset += size;
    return { name, shape, size, offset: offset - size };
  });
}
