import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';

/** What the manifest says of one file. */
export interface FileEntry {
  readonly sha256: string;
  readonly bytes: number;
}

/** A new file that is hashed while it is written and flushed to disk when it is closed. */
export class HashingFile {
  private readonly hash = createHash('sha256');
  private bytes = 0;
  private readonly fd: number;

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

  /** Flushes, closes, and says what was written. */
  finish(): FileEntry {
    try {
      fsyncSync(this.fd);
    } finally {
      closeSync(this.fd);
    }
    return { sha256: this.hash.digest('hex'), bytes: this.bytes };
  }

  /** Closes without flushing: the file is going to be deleted. */
  discard(): void {
    closeSync(this.fd);
  }
}
