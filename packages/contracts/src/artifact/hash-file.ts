import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

const CHUNK_BYTES = 1 << 20;

/** sha256 of a file, read in 1 MiB pieces (a whole-file read fails beyond 2 GiB). */
export function hashFile(path: string): string {
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  const fd = openSync(path, 'r');
  try {
    for (let count = readSync(fd, chunk); count > 0; count = readSync(fd, chunk)) hash.update(chunk.subarray(0, count));
  } finally {
    closeSync(fd);
  }
  return hash.digest('hex');
}

/** A thread starts in the time in which so much is hashed. */
const LARGE_BYTES = 64 << 20;

/** sha256 of a file; a large one is hashed beside whatever the caller does until it awaits. */
export async function hashFileAside(path: string): Promise<string> {
  if (statSync(path).size < LARGE_BYTES) return hashFile(path);
  const [hash] = (await once(new Worker(HASH_THREAD, { workerData: path }), 'message')) as [string];
  return hash;
}

const HASH_THREAD = join(__dirname, '../../hash-thread.mjs');

/** sha256 of a text or of bytes in memory. */
export function hashBytes(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
