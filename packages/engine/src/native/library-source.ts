import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { hashBytes, PipelineError } from '@tsdistill/contracts';
import { ADDON_FLAGS, ADDON_SOURCE_FOLDER, ADDON_SOURCES, QUIET_SOURCE } from './compile-addon';
import { TENSORFLOW_VERSION, type Wheel, WHEELS } from './wheels';

/** Where the TensorFlow library comes from: a wheel of the registry, or a folder that the user has. */
export type LibrarySource =
  | { readonly kind: 'wheel'; readonly wheel: Wheel }
  | { readonly kind: 'folder'; readonly libraries: readonly [string, string]; readonly include: string };

/**
 * Chooses the source by TSDISTILL_LIBTENSORFLOW and by the machine.
 *
 * @throws PipelineError PROVISION_PLATFORM, PROVISION_LIBRARY
 */
export function librarySource(platform = `${process.platform}-${process.arch}`): LibrarySource {
  const folder = process.env['TSDISTILL_LIBTENSORFLOW'];
  if (folder) return userLibrary(resolve(folder));
  const wheel = WHEELS[platform];
  if (!wheel) throw new PipelineError('PROVISION_PLATFORM', { platform, supported: Object.keys(WHEELS) });
  return { kind: 'wheel', wheel };
}

/** The per-user folder of all engines. */
export function engineCacheRoot(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'tsdistill', 'engine');
}

/** The folder of one engine, named by everything that it is made from. */
export function engineFolder(source: LibrarySource): string {
  const addon = ADDON_SOURCES.map((name) => readFileSync(join(ADDON_SOURCE_FOLDER, name), 'utf8'));
  const key = hashBytes(JSON.stringify([libraryKey(source), ADDON_FLAGS, QUIET_SOURCE, addon])).slice(0, 12);
  const version = source.kind === 'wheel' ? TENSORFLOW_VERSION : 'own';
  return join(engineCacheRoot(), `tensorflow-${version}-${process.platform}-${process.arch}-${key}`);
}

/** A user's library counts as changed with its path, size or time; hashing 800 MB at each start would cost a second. */
function libraryKey(source: LibrarySource): unknown {
  if (source.kind === 'wheel') return source.wheel.sha256;
  return source.libraries.map((path) => [path, statSync(path).size, statSync(path).mtimeMs]);
}

const LIBRARY_NAMES = [
  ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'],
  ['libtensorflow.so.2', 'libtensorflow_framework.so.2'],
  ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib'],
  ['libtensorflow.2.dylib', 'libtensorflow_framework.2.dylib'],
] as const;

/** Accepts the layout of an installed wheel (libraries in the folder) and of the C library (libraries in lib/). */
function userLibrary(folder: string): LibrarySource {
  const places = [folder, join(folder, 'lib')].filter((place) => existsSync(place)).map((place) => realpathSync(place));
  const libraries = places
    .flatMap((place) => LIBRARY_NAMES.map(([first, second]) => [join(place, first), join(place, second)] as const))
    .find((paths) => paths.every((path) => existsSync(path)));
  if (!libraries) throw missing(folder, `${LIBRARY_NAMES[0].join(' and ')}, in it or in lib/`);
  const include = join(folder, 'include');
  if (!existsSync(join(include, 'tensorflow/c/c_api.h'))) throw missing(folder, 'include/tensorflow/c/c_api.h');
  return { kind: 'folder', libraries, include };
}

function missing(folder: string, file: string): PipelineError {
  return new PipelineError('PROVISION_LIBRARY', { folder, missing: file });
}
