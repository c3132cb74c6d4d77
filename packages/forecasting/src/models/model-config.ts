import { COVARIATE_ROLES, settingsAt } from '@tsdistill/contracts';
import { z } from 'zod';
import type { ModelDefinition } from './model-definition';
import { MEDIAN } from './quantile-head';
import { ARCHITECTURES, type Architecture, MODELS } from './registry';

const Names = z
  .array(z.string().min(1))
  .refine((names) => new Set(names).size === names.length, 'a name stands in it twice')
  .readonly()
  .default([]);

const Levels = z
  .array(z.number().gt(0).lt(1))
  .refine((levels) => levels.length === 0 || levels.includes(MEDIAN), 'must contain 0.5, the median')
  .refine((levels) => levels.length !== 1, 'needs a level beside 0.5')
  .refine((levels) => levels.every((level, i) => i === 0 || level > (levels[i - 1] ?? 0)), 'not in ascending order')
  .readonly()
  .default([]);

/** Architectures with a hidden layer that a quantile head can read. */
const heads = ARCHITECTURES.filter((name) => 'lastLayer' in MODELS[name]);

/** Architectures that read covariates. */
const readers = ARCHITECTURES.filter((name) => MODELS[name].readsCovariates);

/** Settings that every architecture has; see `buildForward` for what they do. */
const CommonSettings = z
  .object({
    architecture: z.enum(ARCHITECTURES as [Architecture, ...Architecture[]]),
    lookback: z.number().int().positive(),
    normalisation: z.enum(['none', 'mean', 'revin']).default('none'),
    /** Learned gain and shift of each channel around the normalisation (Kim et al. 2022, RevIN). */
    affine: z.boolean().default(false),
    residual: z.enum(['none', 'last', 'seasonal']).default('none'),
    /** Levels that it forecasts beside the median, which is its forecast; it is then fitted by pinball loss. */
    quantiles: Levels,
    /** Covariates the model reads, by role and name; needs an architecture that reads them. */
    past: Names,
    known: Names,
    static: Names,
  })
  .strict();

/** A model of a teacher or student config: the common settings, and `options` of its architecture, defaults filled in. */
export const ModelConfig = CommonSettings.extend({ options: z.record(z.string(), z.unknown()).default({}) })
  .strict()
  .transform((config, context) => {
    const schema = MODELS[config.architecture].options;
    const parsed = schema.safeParse(config.options);
    if (parsed.success) return { ...config, options: parsed.data as Readonly<Record<string, unknown>> };
    for (const issue of parsed.error.issues) {
      const known = settingsAt(schema, issue.path).keys;
      context.addIssue({ ...issue, known, path: ['options', ...issue.path] } as Parameters<typeof context.addIssue>[0]);
    }
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
  .superRefine(({ architecture, quantiles }, context) => {
    if (quantiles.length === 0 || heads.includes(architecture)) return;
    const message = `"${architecture}" has no hidden layer to forecast quantiles from; ${heads.join(', ')} have`;
    context.addIssue({ code: 'custom', message, path: ['quantiles'] });
  })
  .superRefine((config, context) => {
    if (MODELS[config.architecture].readsCovariates) return;
    for (const role of COVARIATE_ROLES.filter((name) => config[name].length > 0))
      context.addIssue({
        code: 'custom',
        message: `"${config.architecture}" reads no ${role} channels; ${readers.join(', ')} do`,
        path: [role],
      });
  });

export type ModelConfig = z.output<typeof ModelConfig>;
