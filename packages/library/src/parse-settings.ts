import { firstProblem, PipelineError } from '@tsdistill/contracts';
import type { z } from 'zod';

/**
 * Settings with their defaults filled in.
 *
 * @param of what they are settings of, for the message
 * @throws PipelineError SETTINGS_INVALID with the first bad key
 */
export function parseSettings<Schema extends z.ZodType>(schema: Schema, given: unknown, of: string): z.output<Schema> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const { key, problem } = firstProblem(result.error, given);
  throw new PipelineError('SETTINGS_INVALID', { of, key: key || of, problem }, { cause: result.error });
}
