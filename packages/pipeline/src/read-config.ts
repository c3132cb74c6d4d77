import { readFileSync } from 'node:fs';
import { configError, PipelineError } from '@tsdistill/contracts';
import type { z } from 'zod';

/**
 * Reads a JSON config and checks it against its schema, defaults filled in.
 *
 * @throws PipelineError CONFIG_MISSING, CONFIG_SYNTAX, those of `checkConfig`
 */
export function readConfig<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema> {
  return checkConfig(file, schema, readJson(file));
}

/** The JSON of a config as it stands. @throws PipelineError CONFIG_MISSING, CONFIG_SYNTAX */
export const readJson = (file: string): unknown => parseConfig(file, read(file));

/** Checks what a config file says, defaults filled in. @throws PipelineError CONFIG_UNKNOWN_KEY, CONFIG_UNKNOWN_VALUE, CONFIG_INVALID */
export function checkConfig<Schema extends z.ZodType>(file: string, schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw configError({ file, schema, value }, result.error);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new PipelineError('CONFIG_MISSING', { file }, { cause });
  }
}

/** @throws PipelineError CONFIG_SYNTAX */
export function parseConfig(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PipelineError('CONFIG_SYNTAX', { file, problem: (cause as Error).message }, { cause });
  }
}
