import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hashFile } from '@tsdistill/contracts';
import { checkCompiler, checkForWheel } from './check-machine';
import { compileAddon, tryAddon } from './compile-addon';
import { addonPath, type EngineFiles, markReady, readEngine } from './engine-files';
import { engineCacheRoot, engineFolder, type LibrarySource, librarySource } from './library-source';
import { fillFolder } from './staging-folder';
import { downloadWheel, unpackWheel } from './unpack-wheel';
import { TENSORFLOW_VERSION, type Wheel } from './wheels';

/** A step of provisioning begins, or the engine is ready. */
export interface ProvisionEvent {
  readonly step: 'download' | 'unpack' | 'compile' | 'ready';
  readonly detail: string;
}

/** Where the library goes, and who is told of the steps. */
export interface ProvisionOptions {
  /** Told of each step. */
  readonly log?: (event: ProvisionEvent) => void;
}

/**
 * Makes the native engine in the per-user cache, or finds it there.
 *
 * Cold: 15-60 s and 270 MB of download; warm: a few milliseconds. Safe when several processes call it at once.
 *
 * @throws PipelineError PROVISION_*: what the machine lacks, found before anything is downloaded
 */
export async function provisionEngine(options: ProvisionOptions = {}): Promise<EngineFiles> {
  const source = librarySource();
  const folder = engineFolder(source);
  const ready = readEngine(folder);
  if (ready) return ready;
  await (source.kind === 'wheel' ? checkForWheel(engineCacheRoot()) : checkCompiler());
  const log = options.log ?? (() => undefined);
  await fillFolder(folder, isReady, (staging, signal) => makeEngine(source, staging, { log, signal }));
  log({ step: 'ready', detail: folder });
  return provisionEngine(options);
}

function isReady(folder: string): boolean {
  return readEngine(folder) !== undefined;
}

interface Run {
  readonly log: (event: ProvisionEvent) => void;
  readonly signal: AbortSignal;
}

/** Fills one engine folder: libraries, addon, and READY as the last file. */
async function makeEngine(source: LibrarySource, folder: string, run: Run): Promise<void> {
  const library = await (source.kind === 'wheel' ? wheelLibrary(source.wheel, folder, run) : folderLibrary(source));
  const addon = addonPath(folder);
  run.log({ step: 'compile', detail: 'the TensorFlow addon of tfjs-node, 10-30 s' });
  await compileAddon({ ...library, addon }, run.signal);
  const tensorflowVersion = await tryAddon(addon, run.signal);
  rmSync(join(folder, 'include'), { recursive: true, force: true });
  markReady({ folder, addon, tensorflowVersion, librarySha256: library.sha256 }, library.libraries);
}

/** A library to compile against, and its identity. */
interface Library {
  readonly libraries: readonly string[];
  readonly include: string;
  readonly runPath: string;
  readonly sha256: string;
}

async function wheelLibrary(wheel: Wheel, folder: string, run: Run): Promise<Library> {
  const name = `${wheel.package} ${TENSORFLOW_VERSION}`;
  run.log({ step: 'download', detail: `${name}, about 270 MB` });
  const file = await downloadWheel(wheel, folder, run.signal);
  run.log({ step: 'unpack', detail: name });
  await unpackWheel(wheel, file, folder, run.signal);
  return {
    libraries: wheel.libraries.map((library) => join(folder, 'lib', library)),
    include: join(folder, 'include'),
    runPath: process.platform === 'darwin' ? '@loader_path/lib' : '$ORIGIN/lib',
    sha256: wheel.librarySha256,
  };
}

async function folderLibrary(source: LibrarySource & { readonly kind: 'folder' }): Promise<Library> {
  const [library] = source.libraries;
  return { ...source, runPath: dirname(library), sha256: hashFile(library) };
}
