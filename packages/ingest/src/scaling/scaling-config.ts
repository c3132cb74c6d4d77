import { nearestName, PipelineError, Transform } from '@tsdistill/contracts';
import { z } from 'zod';

/** How values are scaled for models; all of it is fitted on observed values of train rows. */
export const SCALING_SETTINGS = {
  scaler: z.enum(['standard', 'robust', 'min-max', 'none']).default('standard'),
  /** One scale for all series, or one for each; covariates always have one for all. */
  scalerScope: z.enum(['global', 'series']).default('global'),
  /** Applied to targets before they are scaled: one for all, or by column. */
  transform: z.union([Transform, z.record(z.string().min(1), Transform)]).default('none'),
  /** Lowest forecast; 0 for counts. */
  floor: z.number().optional(),
};

/** Transforms by target channel; columns that are not named have none. @throws PipelineError TRANSFORM_COLUMN */
export function transformsOf(
  setting: z.infer<typeof SCALING_SETTINGS.transform>,
  targets: readonly string[],
): readonly Transform[] {
  if (typeof setting === 'string') return targets.map(() => setting);
  const column = Object.keys(setting).find((name) => !targets.includes(name));
  if (column !== undefined)
    throw new PipelineError('TRANSFORM_COLUMN', { column, targets, nearest: nearestName(column, targets) });
  return targets.map((name) => setting[name] ?? 'none');
}
