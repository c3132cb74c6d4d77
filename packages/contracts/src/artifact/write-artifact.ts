import { closeSync, mkdirSync, openSync, readSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ARTIFACT_KINDS, type ArtifactKind, type ArtifactMeta, Manifest } from '../schemas/manifest';
import { canonicalJson } from './canonical-json';
import { type FileEntry, HashingFile } from './hashing-file';
import { makeSideFolder, refuseForeignFolder, replaceFolder, sweepSideFolders } from './side-folder';

const CHUNK_BYTES = 1 << 20;

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
  private readonly open = new Set<HashingFile>();
  private measurements: Readonly<Record<string, unknown>> = {};
  private readonly finished: HashingFile[] = [];

  constructor(private readonly folder: string) {}

  /** Writes one file through `body`, hashing on the way. */
  file<Result>(name: string, body: (file: HashingFile) => Result): Result {
    const file = this.start(name);
    const result = body(file);
    this.files[name] = this.finish(file);
    return result;
  }

  /**
   * Like `file`, for a writer that awaits between its writes; the caller awaits it. When `body` throws, what it has written
   * is taken back, so that the file can be written again in another way.
   */
  async fileAsync<Result>(name: string, body: (file: HashingFile) => Promise<Result>): Promise<Result> {
    const file = this.start(name);
    try {
      const result = await body(file);
      this.files[name] = this.finish(file);
      return result;
    } catch (error) {
      if (this.open.delete(file)) file.discard();
      rmSync(file.path, { force: true });
      throw error;
    }
  }

  /** Adds a copy of a file, chunk by chunk. */
  copy(name: string, from: string): void {
    this.file(name, (file) => {
      const fd = openSync(from, 'r');
      try {
        const chunk = Buffer.alloc(CHUNK_BYTES);
        for (let count = readSync(fd, chunk); count > 0; count = readSync(fd, chunk))
          file.write(chunk.subarray(0, count));
      } finally {
        closeSync(fd);
      }
    });
  }

  /** Adds a file of canonical JSON: equal values make equal bytes. */
  json(name: string, value: unknown): void {
    this.file(name, (file) => {
      file.write(Buffer.from(canonicalJson(value)));
    });
  }

  /** `measured.json`: what is not reproducible (times, host, source file); outside the manifest and every cache key. */
  measured(value: Readonly<Record<string, unknown>>): void {
    this.measurements = value;
  }

  /**
   * Writes `measured.json`, with when and how long this process ran, and the manifest over all files, and waits until all of it is on disk.
   *
   * @returns the sha256 of the manifest
   */
  async seal(manifest: Readonly<Record<string, unknown>>): Promise<string> {
    if (this.open.size > 0) throw new Error('a file is still being written: await `fileAsync`');
    const run = { finished: new Date().toISOString(), seconds: Number(process.uptime().toFixed(3)) };
    this.unlisted('measured.json', { ...this.measurements, run });
    const { sha256 } = this.unlisted('manifest.json', Manifest.parse({ ...manifest, files: this.files }));
    await Promise.all(this.finished.map((file) => file.flushed()));
    return sha256;
  }

  /** Closes what is open, waits for what is on its way to the disk, and removes the side folder. */
  async discard(): Promise<void> {
    for (const file of this.open) file.discard();
    await Promise.allSettled(this.finished.map((file) => file.flushed()));
    rmSync(this.folder, { recursive: true, force: true });
  }

  private start(name: string): HashingFile {
    const file = new HashingFile(join(this.folder, name));
    this.open.add(file);
    return file;
  }

  private finish(file: HashingFile): FileEntry {
    this.open.delete(file);
    this.finished.push(file);
    return file.finish();
  }

  private unlisted(name: string, value: unknown): FileEntry {
    const file = this.start(name);
    file.write(Buffer.from(canonicalJson(value)));
    return this.finish(file);
  }
}

/**
 * Writes one artifact folder, or nothing: everything goes to a side folder, is flushed while the next file is written, and is renamed into place.
 *
 * `body` writes the files and returns the kind's meta data, which is checked against its schema. A former artifact
 * at `folder` is replaced. When `body` throws, the side folder is removed and the former artifact stays.
 *
 * @returns the fingerprint: the sha256 of the manifest
 * @throws PipelineError ARTIFACT_OCCUPIED when `folder` holds other files than an artifact's
 */
export async function writeArtifact<Kind extends ArtifactKind>(
  folder: string,
  record: ArtifactRecord<Kind>,
  body: (draft: ArtifactDraft) => ArtifactMeta<Kind> | Promise<ArtifactMeta<Kind>>,
): Promise<string> {
  const target = resolve(folder);
  refuseForeignFolder(target);
  mkdirSync(dirname(target), { recursive: true });
  sweepSideFolders(target);
  const side = makeSideFolder(target);
  const draft = new ArtifactDraft(side);
  try {
    const { kind, config, inputs } = record;
    const { version, meta: schema } = ARTIFACT_KINDS[kind];
    const meta = schema.parse(await body(draft));
    const fingerprint = await draft.seal({ kind, version, config, inputs, meta });
    replaceFolder(side, target);
    return fingerprint;
  } catch (error) {
    await draft.discard();
    throw error;
  }
}
