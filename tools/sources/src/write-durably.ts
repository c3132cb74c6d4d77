import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Lets `body` write a file beside `path`, flushes it and renames it into place: `path` holds all of it or is untouched.
 *
 * When `body` throws, nothing is left behind.
 */
export async function writeDurably(path: string, body: (side: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const side = `${path}.${process.pid}.part`;
  try {
    await body(side);
    await flush(side);
    await rename(side, path);
  } catch (error) {
    await rm(side, { force: true });
    throw error;
  }
  await flush(dirname(path));
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
