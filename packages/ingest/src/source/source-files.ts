import { closeSync, openSync, readdirSync, readSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { PipelineError } from '@tsdistill/contracts';
import { type FileFormat, formatOf, START_BYTES } from './file-format';

/** A file on disk. `name` is the path as the config spells it, or as a pattern found it: errors show it. */
export interface SourceFile extends FileFormat {
  readonly path: string;
  readonly name: string;
  readonly byteCount: number;
  /** When it was written last, in ms since 1970. */
  readonly modifiedMs: number;
}

/**
 * Finds the files that the config names, in its order; the matches of a pattern are in the order of their names.
 *
 * @throws PipelineError CSV_MISSING, FILE_REPEATED, FILE_KIND, FILE_FORMAT, CSV_UNREADABLE
 */
export function findFiles(patterns: string | readonly string[]): readonly SourceFile[] {
  const names = [patterns].flat().flatMap(expandPattern);
  const files = names.map(openFile);
  const paths = files.map(({ path }) => realpathSync(path));
  const repeated = files.find((_, index) => paths.indexOf(paths[index] ?? '') !== index);
  if (repeated) throw new PipelineError('FILE_REPEATED', { file: repeated.name });
  return files;
}

/** A name that is itself a file is no pattern, whatever it is called. */
function expandPattern(name: string): readonly string[] {
  if (!/[*?]/.test(name) || statOf(name)) return [name];
  const matches = matchPath(name);
  if (matches.length === 0) throw new PipelineError('CSV_MISSING', { file: name });
  return matches;
}

/** Existing paths that fit a pattern, folder by folder. */
function matchPath(pattern: string): readonly string[] {
  const [folder, last] = [dirname(pattern), basename(pattern)];
  const folders = /[*?]/.test(folder) ? matchPath(folder) : [folder];
  const escaped = last.replace(/[\\^$.|+()[\]{}]/g, String.raw`\$&`);
  const fits = new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'su');
  const isHidden = (name: string) => name.startsWith('.') && !last.startsWith('.');
  return folders.flatMap((parent) => {
    if (!statSync(resolve(parent), { throwIfNoEntry: false })?.isDirectory()) return [];
    const names = readdirSync(resolve(parent)).filter((name) => fits.test(name) && !isHidden(name));
    return names.sort().map((name) => (parent === '.' && !pattern.startsWith('.') ? name : join(parent, name)));
  });
}

function openFile(name: string): SourceFile {
  const stats = statOf(name);
  if (!stats) throw new PipelineError('CSV_MISSING', { file: name });
  // A pipe is never opened: reading it would wait for a writer.
  if (!stats.isFile()) throw new PipelineError('FILE_KIND', { file: name, kind: kindOf(stats) });
  const path = resolve(name);
  return { path, name, byteCount: stats.size, modifiedMs: stats.mtimeMs, ...formatOf(name, readStart(name, path)) };
}

function statOf(name: string): Stats | undefined {
  return unlessUnreadable(name, () => statSync(resolve(name), { throwIfNoEntry: false }));
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a pipe';
  return stats.isSocket() ? 'a socket' : 'a device';
}

function readStart(name: string, path: string): Buffer {
  return unlessUnreadable(name, () => {
    const descriptor = openSync(path, 'r');
    try {
      const start = Buffer.alloc(START_BYTES);
      return start.subarray(0, readSync(descriptor, start));
    } finally {
      closeSync(descriptor);
    }
  });
}

/** What the operating system refuses (no permission, a loop of links) becomes an error with the name of the file. */
function unlessUnreadable<Result>(name: string, body: () => Result): Result {
  try {
    return body();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const problem = code === 'ELOOP' ? 'its links lead in a circle' : `the system refuses it (${code})`;
    throw new PipelineError('FILE_REFUSED', { file: name, problem }, { cause });
  }
}
