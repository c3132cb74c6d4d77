import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const SCOPE = '@tsdistill/';

/** What a program is made of: packages of this workspace (itself first) and packages from npm. */
export interface Closure {
  readonly packages: readonly string[];
  readonly external: readonly string[];
}

/**
 * Everything a package needs when it runs, from the `dependencies` of the package.json files.
 *
 * @param folder for example `packages/ingest`; workspace packages it depends on live in `packages/`
 */
export function closureOf(root: string, folder: string): Closure {
  const packages = new Set([folder]);
  const external = new Set<string>();
  for (const current of packages)
    for (const name of dependenciesOf(root, current))
      if (name.startsWith(SCOPE)) packages.add(`packages/${name.slice(SCOPE.length)}`);
      else external.add(name);
  return { packages: [...packages], external: [...external].sort() };
}

function dependenciesOf(root: string, folder: string): readonly string[] {
  const text = readFileSync(join(root, folder, 'package.json'), 'utf8');
  return Object.keys((JSON.parse(text) as { dependencies?: Record<string, string> }).dependencies ?? {});
}
