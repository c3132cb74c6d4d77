import { z } from 'zod';
import type { ModelDefinition } from './model-definition';
import { ARCHITECTURES, type Architecture, MODELS } from './registry';

/** Settings that every architecture has; see `buildForward` for what they do. */
const CommonSettings = z
  .object({
    architecture: z.enum(ARCHITECTURES as [Architecture, ...Architecture[]]),
    lookback: z.number().int().positive(),
    normalisation: z.enum(['none', 'mean', 'revin']).default('none'),
    /** Learned gain and shift of each channel around the normalisation (Kim et al. 2022, RevIN). */
    affine: z.boolean().default(false),
    residual: z.enum(['none', 'last', 'seasonal']).default('none'),
    /** Known channels the model reads, by name; needs an architecture that reads them. */
    known: z.array(z.string().min(1)).readonly().default([]),
  })
  .strict();

/** A model of a teacher or student config: the common settings, and `options` of its architecture, defaults filled in. */
export const ModelConfig = CommonSettings.extend({ options: z.record(z.string(), z.unknown()).default({}) })
  .strict()
  .transform((config, context) => {
    const parsed = MODELS[config.architecture].options.safeParse(config.options);
    if (parsed.success) return { ...config, options: parsed.data as Readonly<Record<string, unknown>> };
    for (const issue of parsed.error.issues)
      context.addIssue({ code: 'custom', message: issue.message, path: ['options', ...issue.path] });
    return z.NEVER;
  })
  .superRefine(({ architecture, lookback, options }, context) => {
    const { shortestLookback } = MODELS[architecture] as ModelDefinition<unknown>;
    const shortest = shortestLookback?.(options) ?? 1;
    if (lookback < shortest)
      context.addIssue({
        code: 'custom',
        message: `must be at least ${shortest} with these options`,
        path: ['lookback'],
      });
  })
  .refine(({ known, architecture }) => known.length === 0 || MODELS[architecture].readsKnown, {
    path: ['known'],
    message: `this architecture reads no known channels; ${ARCHITECTURES.filter((name) => MODELS[name].readsKnown).join(' and ')} do`,
  });

export type ModelConfig = z.output<typeof ModelConfig>;
