import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { PipelineError } from '@tsdistill/contracts/errors';
import type { z } from 'zod';
import { CONFIG_KINDS, type ConfigKind, type ConfigOf } from './config-schemas';
import { listKnown, nearestName } from './nearest-name';

/** Names become folders, Nx projects and words of a command line. */
const NAME = /^[a-z0-9][a-z0-9._-]*$/;

export interface ConfigFile<Kind extends ConfigKind> {
  readonly name: string;
  /** Relative to the workspace root, with forward slashes. */
  readonly file: string;
  readonly config: ConfigOf<Kind>;
}

/**
 * Reads `data/configs/<kind>/<name>/<file>.json` and checks its keys; settings of the stages are the stages' own matter.
 *
 * @throws PipelineError CONFIG_NAME, CONFIG_SYNTAX, CONFIG_UNKNOWN_KEY, CONFIG_INVALID
 */
export function readConfig<Kind extends ConfigKind>(root: string, kind: Kind, file: string): ConfigFile<Kind> {
  const name = basename(dirname(file));
  if (!NAME.test(name)) throw new PipelineError('CONFIG_NAME', { file, name });
  const { schema } = CONFIG_KINDS[kind];
  const result = schema.safeParse(parseJson(file, readFileSync(join(root, file), 'utf8')));
  if (!result.success) throw configError(file, schema, result.error.issues);
  return { name, file, config: result.data as ConfigOf<Kind> };
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PipelineError('CONFIG_SYNTAX', { file, problem: (cause as SyntaxError).message }, { cause });
  }
}

/** The first problem, an unknown key before all others: a misspelt key usually explains a missing one. */
function configError(file: string, schema: z.ZodObject, issues: readonly z.core.$ZodIssue[]): PipelineError {
  const unknown = issues.find((issue) => issue.code === 'unrecognized_keys');
  if (unknown) {
    const [key = ''] = unknown.keys;
    const known = Object.keys(schema.shape);
    return new PipelineError('CONFIG_UNKNOWN_KEY', {
      file,
      key,
      known: listKnown(known),
      nearest: nearestName(key, known),
    });
  }
  const [issue] = issues;
  return new PipelineError('CONFIG_INVALID', { file, key: issue?.path.join('.') ?? '', problem: issue?.message ?? '' });
}
