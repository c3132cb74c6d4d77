import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { isRunning, PipelineError } from '@tsdistill/contracts';

/** A child that outlived its process may still write for a moment: hence retries. */
const REMOVE = { recursive: true, force: true, maxRetries: 5 } as const;
const STAGING = /\.tmp-(.+)-(\d+)-[^-]{6}$/;

/**
 * Fills a folder beside `target` and then renames it into place, so that `target` is whole or absent.
 *
 * Ctrl-C, SIGTERM, an error in `fill` or the end of the process take the half folder away; folders left by killed
 * processes of this host are swept first. When two processes race, the first rename wins and the other one's folder
 * goes, unless `isWhole(target)` says that what is there is damaged.
 *
 * @throws PipelineError PROVISION_INTERRUPTED after Ctrl-C or SIGTERM
 */
export async function fillFolder(
  target: string,
  isWhole: (folder: string) => boolean,
  fill: (folder: string, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  mkdirSync(dirname(target), { recursive: true });
  sweepStale(dirname(target));
  const staging = mkdtempSync(`${target}.tmp-${hostname()}-${process.pid}-`);
  const interrupt = new AbortController();
  const remove = (): void => rmSync(staging, REMOVE);
  const stop = (): void => interrupt.abort(new PipelineError('PROVISION_INTERRUPTED', { folder: dirname(target) }));
  process.once('exit', remove).once('SIGINT', stop).once('SIGTERM', stop);
  try {
    await fill(staging, interrupt.signal);
    interrupt.signal.throwIfAborted();
    publish(staging, target, isWhole);
  } catch (error) {
    interrupt.signal.throwIfAborted();
    throw error;
  } finally {
    process.off('exit', remove).off('SIGINT', stop).off('SIGTERM', stop);
    remove();
  }
}

function publish(staging: string, target: string, isWhole: (folder: string) => boolean): void {
  try {
    renameSync(staging, target);
  } catch (error) {
    if (!isTaken(error)) throw error;
    if (isWhole(target)) return;
    const damaged = mkdtempSync(`${target}.tmp-${hostname()}-${process.pid}-`);
    renameSync(target, damaged);
    renameSync(staging, target);
    rmSync(damaged, REMOVE);
  }
}

function isTaken(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOTEMPTY' || code === 'EEXIST';
}

/** Removes the staging folders in `root` whose process of this host is gone. */
function sweepStale(root: string): void {
  for (const path of readdirSync(root).map((name) => join(root, name))) {
    const [, host, pid] = STAGING.exec(basename(path)) ?? [];
    if (host === hostname() && !isRunning(Number(pid))) rmSync(path, REMOVE);
  }
}
