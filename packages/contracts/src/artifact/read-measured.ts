import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from './open-artifact';

/** When the process that wrote an artifact was done, and how long it had run. */
const StageRun = z.object({ finished: z.iso.datetime(), seconds: z.number().nonnegative() }).readonly();

/**
 * Reads a part of an artifact's `measured.json`, which no manifest lists and which may be missing: `schema` says what is looked for.
 *
 * @throws PipelineError ARTIFACT_INVALID when it is there and does not fit
 */
export function readMeasured<Shape extends z.ZodRawShape>(folder: string, shape: Shape) {
  const file = join(folder, 'measured.json');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '{}';
  return parseJson(file, text, z.object(shape).partial().extend({ run: StageRun.optional() }));
}
