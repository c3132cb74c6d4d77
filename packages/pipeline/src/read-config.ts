import { readFileSync } from 'node:fs';
import { firstProblem, PipelineError } from '@tsdistill/contracts';
import type { z } from 'zod';

/**
 * Reads a JSON config and checks it against its schema, defaults filled in.
 *
 * @throws PipelineError CONFIG_MISSING, CONFIG_SYNTAX, CONFIG_INVALID (the first bad key)
 */
export function readConfig<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema> {
  return checkConfig(file, readJson(file), schema);
}

/** The JSON of a config as it stands. @throws PipelineError CONFIG_MISSING, CONFIG_SYNTAX */
export const readJson = (file: string): unknown => parse(file, read(file));

/** Checks the content of a config, defaults filled in. @throws PipelineError CONFIG_INVALID */
export function checkConfig<Schema extends z.ZodType>(
  file: string,
  content: unknown,
  schema: Schema,
): z.output<Schema> {
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  const { key, problem } = firstProblem(result.error);
  throw new PipelineError('CONFIG_INVALID', { file, key: key || '(top level)', problem }, { cause: result.error });
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new PipelineError('CONFIG_MISSING', { file }, { cause });
  }
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PipelineError('CONFIG_SYNTAX', { file, problem: (cause as Error).message }, { cause });
  }
}
