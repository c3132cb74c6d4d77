import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes a page beside its place and moves it there, so that nobody finds half of it. @returns its path */
export function writePage(folder: string, name: string, text: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, name);
  const side = join(folder, `.${name}.${process.pid}`);
  try {
    writeFileSync(side, text, { flush: true });
    renameSync(side, file);
  } finally {
    rmSync(side, { force: true });
  }
  return file;
}
