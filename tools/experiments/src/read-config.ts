import { basename, dirname } from 'node:path';
import { configError } from '@tsdistill/contracts/config';
import { PipelineError } from '@tsdistill/contracts/errors';
import { CONFIG_KINDS, type ConfigKind, type ConfigOf } from './config-schemas';

/** Names become folders, Nx projects and words of a command line. */
const NAME = /^[a-z0-9][a-z0-9._-]*$/;

export interface ConfigFile<Kind extends ConfigKind> {
  readonly name: string;
  /** Relative to the workspace root, with forward slashes. */
  readonly file: string;
  readonly config: ConfigOf<Kind>;
}

/** The text of a file of the workspace; a generator reads what it has not written yet. */
export type ReadText = (file: string) => string;

/**
 * Reads `data/configs/<kind>/<name>/<file>.json` and checks its keys; settings of the stages are the stages' own matter.
 *
 * @throws PipelineError CONFIG_NAME, CONFIG_SYNTAX, CONFIG_UNKNOWN_KEY, CONFIG_UNKNOWN_VALUE, CONFIG_INVALID
 */
export function readConfig<Kind extends ConfigKind>(read: ReadText, kind: Kind, file: string): ConfigFile<Kind> {
  const name = basename(dirname(file));
  if (!NAME.test(name)) throw new PipelineError('CONFIG_NAME', { file, name });
  const { schema } = CONFIG_KINDS[kind];
  const value = parseJson(file, read(file));
  const result = schema.safeParse(value);
  if (!result.success) throw configError({ file, schema, value }, result.error);
  return { name, file, config: result.data as ConfigOf<Kind> };
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PipelineError('CONFIG_SYNTAX', { file, problem: (cause as SyntaxError).message }, { cause });
  }
}
