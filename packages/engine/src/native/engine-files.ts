import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';

/** An engine that is ready to load. */
export interface EngineFiles {
  readonly folder: string;
  readonly addon: string;
  readonly tensorflowVersion: string;
  readonly librarySha256: string;
}

/** Content of READY. */
interface Ready {
  readonly tensorflowVersion: string;
  readonly librarySha256: string;
  /** Bytes of each file; a path that is not absolute (a user's library is) starts at the engine's folder. */
  readonly files: Readonly<Record<string, number>>;
}

/** Where the addon of an engine in `folder` is. */
export function addonPath(folder: string): string {
  return join(folder, 'tfjs_binding.node');
}

/** Writes READY, the last file of an engine: a folder without it is half made. */
export function markReady(engine: EngineFiles, libraries: readonly string[]): void {
  const sizes = [...libraries, engine.addon].map((path) => [nameIn(engine.folder, path), statSync(path).size] as const);
  const { tensorflowVersion, librarySha256 } = engine;
  const ready: Ready = { tensorflowVersion, librarySha256, files: Object.fromEntries(sizes) };
  writeFileSync(join(engine.folder, 'READY'), JSON.stringify(ready));
}

/** The engine in `folder`, or undefined when READY is missing or a file has not the size that READY says. */
export function readEngine(folder: string): EngineFiles | undefined {
  const ready = readReady(join(folder, 'READY'));
  if (!ready) return undefined;
  const { files, tensorflowVersion, librarySha256 } = ready;
  const isWhole = Object.entries(files).every(
    ([name, bytes]) => statSync(resolve(folder, name), { throwIfNoEntry: false })?.size === bytes,
  );
  return isWhole ? { folder, addon: addonPath(folder), tensorflowVersion, librarySha256 } : undefined;
}

/** READY, or undefined when it is missing or cut (a machine that lost its power). */
function readReady(path: string): Ready | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Ready;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A path in the folder relative to it, because the folder will be renamed; another one as it is. */
function nameIn(folder: string, path: string): string {
  const name = relative(folder, path);
  return name.startsWith('..') || isAbsolute(name) ? path : name;
}
