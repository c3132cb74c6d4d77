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
  tree.write(file, `${JSON.stringify(content, null, 2)}\n`);
  const texts = configTexts(tree);
  const problem = misfitOf(texts, file) ?? findProblems(tree.root, { files: [file], texts })?.[0]?.[1];
  if (problem) {
    tree.delete(file);
    throw new Error(formatError(problem));
  }
}

export const fileOf = (kind: ConfigKind, name: string): string =>
  `data/configs/${kind}/${name}/${CONFIG_KINDS[kind].file}`;

function configTexts(tree: Tree): Readonly<Record<string, string>> {
  const files: string[] = [];
  visitNotIgnoredFiles(tree, 'data/configs', (found) => void files.push(found));
  return Object.fromEntries(files.map((found) => [found, tree.read(found, 'utf8') ?? '']));
}

/** What is wrong with one config among all others. */
function misfitOf(texts: Readonly<Record<string, string>>, file: string): PipelineError | undefined {
  const { errors } = resolveConfigs((found) => texts[found] ?? '', Object.keys(texts));
  return errors.find(([found]) => found === file)?.[1];
}
