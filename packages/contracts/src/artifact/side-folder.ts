import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { PipelineError } from '../errors/pipeline-error';
import { isRunning } from './is-running';

/** What a folder is called while it steps aside for its successor. */
const FORMER = '.former';

/** Only an artifact, or nothing, may be replaced. @throws PipelineError ARTIFACT_OCCUPIED */
export function refuseForeignFolder(target: string): void {
  if (!existsSync(target) || existsSync(join(target, 'manifest.json'))) return;
  const [found] = statSync(target).isDirectory() ? readdirSync(target) : [basename(target)];
  if (found !== undefined) throw new PipelineError('ARTIFACT_OCCUPIED', { folder: target, found });
}

/** A new folder `.<name>.<process id>.<random>` beside `target`, on the same disk, so that a rename moves it into place. */
export function makeSideFolder(target: string): string {
  const side = join(dirname(target), `.${basename(target)}.${process.pid}.${randomBytes(3).toString('hex')}`);
  mkdirSync(side);
  return side;
}

/** Removes what processes left that were killed while they wrote `target`, and puts a former artifact back. */
export function sweepSideFolders(target: string): void {
  const side = new RegExp(`^\\.${escapeRegExp(basename(target))}\\.(\\d+)\\.[0-9a-f]{6}(?:\\${FORMER})?$`);
  for (const name of readdirSync(dirname(target))) {
    const pid = side.exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    const path = join(dirname(target), name);
    if (name.endsWith(FORMER) && !existsSync(target)) renameSync(path, target);
    else rmSync(path, { recursive: true, force: true });
  }
}

/** Flushes `side` and moves it to `target`. A rename cannot replace a folder that holds files: the former one steps aside first. */
export function replaceFolder(side: string, target: string): void {
  syncFolder(side);
  const former = existsSync(target) ? `${side}${FORMER}` : undefined;
  if (former !== undefined) renameSync(target, former);
  try {
    renameSync(side, target);
  } catch (error) {
    if (former !== undefined && !existsSync(target)) renameSync(former, target);
    throw error;
  }
  syncFolder(dirname(target));
  if (former !== undefined) rmSync(former, { recursive: true });
}

function syncFolder(folder: string): void {
  const fd = openSync(folder, 'r');
  fsyncSync(fd);
  closeSync(fd);
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
