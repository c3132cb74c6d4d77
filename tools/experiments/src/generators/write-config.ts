import { type Tree, visitNotIgnoredFiles } from '@nx/devkit';
import { formatError, PipelineError } from '@tsdistill/contracts/errors';
import { findProblems } from '../check-settings';
import { CONFIG_KINDS, type ConfigKind } from '../config-schemas';
import { resolveConfigs } from '../resolve-configs';

/**
 * Writes one config, or nothing: it has to pass what every config passes when Nx plans a run.
 *
 * @throws Error with the text of a PipelineError: CONFIG_OCCUPIED, CONFIG_NAME, CONFIG_UNKNOWN_NAME, CONFIG_UNKNOWN_VALUE, …
 */
export function writeConfig(tree: Tree, kind: ConfigKind, name: string, content: object): void {
  const file = fileOf(kind, name);
  if (tree.exists(file)) throw new Error(formatError(new PipelineError('CONFIG_OCCUPIED', { file })));
  const text = `${JSON.stringify(content, null, 2)}\n`;
  tree.write(file, text);
  const problem = problemOf(tree, file) ?? findProblems(tree.root, [{ file, text }])?.[0]?.[1];
  if (problem) {
    tree.delete(file);
    throw new Error(formatError(problem));
  }
}

export const fileOf = (kind: ConfigKind, name: string): string =>
  `data/configs/${kind}/${name}/${CONFIG_KINDS[kind].file}`;

/** What is wrong with one config among all others. */
function problemOf(tree: Tree, file: string): PipelineError | undefined {
  const files: string[] = [];
  visitNotIgnoredFiles(tree, 'data/configs', (found) => void files.push(found));
  const { errors } = resolveConfigs((found) => tree.read(found, 'utf8') ?? '', files);
  return errors.find(([found]) => found === file)?.[1];
}
