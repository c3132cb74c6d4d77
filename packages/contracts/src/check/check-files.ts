import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { hashFile } from '../artifact/hash-file';
import type { FileEntry } from '../artifact/hashing-file';
import type { Findings } from './findings';

/** Beside the manifest, and in no manifest. */
const UNLISTED = ['manifest.json', 'measured.json'];

/** Compares every file with what the manifest says of it. @returns names of the files that are there */
export function checkFiles(
  folder: string,
  files: Readonly<Record<string, FileEntry>>,
  findings: Findings,
): ReadonlySet<string> {
  const present = new Set<string>();
  for (const [name, { bytes, sha256 }] of Object.entries(files)) {
    const found = statSync(join(folder, name), { throwIfNoEntry: false });
    if (!found?.isFile()) {
      findings.problem('files', name, 'it is listed in the manifest, but is not there');
      continue;
    }
    present.add(name);
    if (found.size !== bytes)
      findings.problem('files', name, `it has ${found.size} bytes, the manifest says ${bytes}: it was changed or cut`);
    const hash = hashFile(join(folder, name));
    if (found.size === bytes && hash !== sha256)
      findings.problem('files', name, `it has sha256 ${hash}, the manifest says ${sha256}: it was changed`);
  }
  const others = readdirSync(folder).filter((name) => !Object.hasOwn(files, name) && !UNLISTED.includes(name));
  if (others.length > 0) findings.note(`not in the manifest, so nobody reads it: ${others.sort().join(', ')}`);
  findings.fact(
    'files',
    `${present.size}, ${formatBytes([...present].reduce((sum, name) => sum + sizeOf(folder, name), 0))}`,
  );
  return present;
}

function sizeOf(folder: string, name: string): number {
  return statSync(join(folder, name)).size;
}

function formatBytes(bytes: number): string {
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
