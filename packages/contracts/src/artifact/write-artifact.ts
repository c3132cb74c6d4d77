import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { ARTIFACT_KINDS, type ArtifactKind, type ArtifactMeta } from '../schemas/manifest';
import { canonicalJson } from './canonical-json';
import { hashBytes } from './hash-file';
import { type FileEntry, HashingFile } from './hashing-file';

/** What the manifest records beside the files. */
export interface ArtifactRecord<Kind extends ArtifactKind> {
  readonly kind: Kind;
  readonly config: Readonly<Record<string, unknown>>;
  /** Fingerprints of the artifacts this one was made from, by role. */
  readonly inputs: Readonly<Record<string, string>>;
}

/** An artifact being written, in a side folder that nobody else sees. */
export class ArtifactDraft {
  private readonly files: Record<string, FileEntry> = {};
  private open: HashingFile | undefined;

  constructor(private readonly folder: string) {}

  /** Writes one file through `body`, hashing on the way; files are written one after the other. */
  file<Result>(name: string, body: (file: HashingFile) => Result): Result {
    const file = (this.open = new HashingFile(join(this.folder, name)));
    const result = body(file);
    this.files[name] = file.finish();
    this.open = undefined;
    return result;
  }

  /** Like `file`, for a writer that awaits between its writes. */
  async fileAsync<Result>(name: string, body: (file: HashingFile) => Promise<Result>): Promise<Result> {
    const file = (this.open = new HashingFile(join(this.folder, name)));
    const result = await body(file);
    this.files[name] = file.finish();
    this.open = undefined;
    return result;
  }

  json(name: string, value: unknown): void {
    this.file(name, (file) => {
      file.write(Buffer.from(canonicalJson(value)));
    });
  }

  /** `measured.json`: what is not reproducible (times, host, source file); outside the manifest and every cache key. */
  measured(value: Readonly<Record<string, unknown>>): void {
    writeFileSync(join(this.folder, 'measured.json'), canonicalJson(value));
  }

  entries(): Readonly<Record<string, FileEntry>> {
    return this.files;
  }

  discard(): void {
    this.open?.discard();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/**
 * Writes one artifact folder, or nothing: everything goes to a side folder, is flushed, and is renamed into place.
 *
 * `body` writes the files and returns the kind's meta data, which is checked against its schema. A former artifact
 * at `folder` is replaced. When `body` throws, the side folder is removed and the former artifact stays.
 *
 * @returns the fingerprint: the sha256 of the manifest
 */
export async function writeArtifact<Kind extends ArtifactKind>(
  folder: string,
  record: ArtifactRecord<Kind>,
  body: (draft: ArtifactDraft) => ArtifactMeta<Kind> | Promise<ArtifactMeta<Kind>>,
): Promise<string> {
  const target = resolve(folder);
  mkdirSync(dirname(target), { recursive: true });
  sweepSideFolders(target);
  const side = mkdtempSync(join(dirname(target), `.${basename(target)}.${process.pid}.`));
  const draft = new ArtifactDraft(side);
  try {
    const { version, meta: schema } = ARTIFACT_KINDS[record.kind];
    const meta = schema.parse(await body(draft));
    const manifest = canonicalJson({ ...record, version, files: draft.entries(), meta });
    writeDurably(join(side, 'manifest.json'), manifest);
    replaceFolder(side, target);
    return hashBytes(manifest);
  } catch (error) {
    draft.discard();
    throw error;
  }
}

/** Removes side folders of processes that were killed while they wrote this artifact. */
function sweepSideFolders(target: string): void {
  const side = new RegExp(`^\\.${escapeRegExp(basename(target))}\\.(\\d+)\\.`);
  for (const name of readdirSync(dirname(target))) {
    const pid = side.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(dirname(target), name), { recursive: true });
  }
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function writeDurably(path: string, text: string): void {
  const fd = openSync(path, 'wx');
  writeFileSync(fd, text);
  fsyncSync(fd);
  closeSync(fd);
}

/** A rename cannot replace a folder that holds files: the former one steps aside first. */
function replaceFolder(side: string, target: string): void {
  syncFolder(side);
  const former = `${side}.former`;
  const replaces = existsSync(target);
  if (replaces) renameSync(target, former);
  renameSync(side, target);
  syncFolder(dirname(target));
  if (replaces) rmSync(former, { recursive: true });
}

function syncFolder(folder: string): void {
  const fd = openSync(folder, 'r');
  fsyncSync(fd);
  closeSync(fd);
}
