import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Files that Nx hashes of what a task wrote; the others are as good as their manifest says. */
const HASHED = /(^|\/)(manifest|engine)\.json$|\.js$|\.csv$/;

/**
 * What lies at the outputs of a task, beside what Nx's cache holds of them.
 *
 * @param outputs files and folders, relative to the workspace root
 * @param kept folder of the cache that holds the same tree; undefined when it holds nothing
 */
export function compareOutputs(outputs: readonly string[], kept: string | undefined): 'in place' | 'other' | 'missing' {
  if (!outputs.every((output) => existsSync(output))) return 'missing';
  if (kept === undefined) return 'other';
  return outputs.every((output) => isSame(output, join(kept, output))) ? 'in place' : 'other';
}

function isSame(output: string, kept: string): boolean {
  const [here, there] = [filesOf(output), filesOf(kept)];
  if (here.join('\n') !== there.join('\n')) return false;
  return here.every((file) => {
    const [left, right] = [join(output, file), join(kept, file)];
    if (statSync(left).size !== statSync(right).size) return false;
    return !HASHED.test(left) || readFileSync(left).equals(readFileSync(right));
  });
}

/** Relative paths, sorted; "" for a file itself. */
function filesOf(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [''];
  const entries = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map((entry) => relative(path, join(entry.parentPath, entry.name))).sort();
}
