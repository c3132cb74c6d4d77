import { createHash } from 'node:crypto';
import { closeSync, fsync, openSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';

/** What the manifest says of one file. */
export interface FileEntry {
  readonly sha256: string;
  readonly bytes: number;
}

/** A new file that is hashed while it is written, and flushed to disk while its writer goes on. */
export class HashingFile {
  private readonly hash = createHash('sha256');
  private bytes = 0;
  private readonly fd: number;
  private flushing: Promise<void> = Promise.resolve();

  constructor(readonly path: string) {
    this.fd = openSync(path, 'wx');
  }

  /** Writes all bytes before it returns, so the caller may reuse the buffer. */
  write(chunk: Uint8Array): void {
    this.hash.update(chunk);
    for (let offset = 0; offset < chunk.byteLength;) {
      offset += writeSync(this.fd, chunk, offset, chunk.byteLength - offset);
    }
    this.bytes += chunk.byteLength;
  }

  /** Says what was written; from now on it can be read, and `flushed` says when it is on disk. */
  finish(): FileEntry {
    this.flushing = flushAndClose(this.fd);
    // Whoever waits for it hears of a failure, later than Node allows.
    this.flushing.catch(() => undefined);
    return { sha256: this.hash.digest('hex'), bytes: this.bytes };
  }

  /** Waits until what was finished is on disk, and closed. @throws what the system says */
  flushed(): Promise<void> {
    return this.flushing;
  }

  /** Closes without flushing: the file is going to be deleted. */
  discard(): void {
    closeSync(this.fd);
  }
}

async function flushAndClose(fd: number): Promise<void> {
  try {
    await promisify(fsync)(fd);
  } finally {
    closeSync(fd);
  }
}
