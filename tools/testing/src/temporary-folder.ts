import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders: string[] = [];

/** A new folder in the system's temporary one, removed after the last test of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tsdistill-'));
  folders.push(folder);
  return folder;
}

// Once for each test file: Jest gives every file a registry of modules of its own.
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
