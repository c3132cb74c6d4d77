import { mkdirSync, mkdtempSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Half-done work in a folder of its own below the work folder: gone afterwards whatever happens, with what had to be made for it. */
export async function withScratchFolder<Result>(
  workFolder: string,
  body: (folder: string) => Promise<Result>,
): Promise<Result> {
  const made = mkdirSync(workFolder, { recursive: true });
  const folder = mkdtempSync(join(workFolder, 'ingest-'));
  try {
    return await body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    if (made !== undefined) removeEmpty(resolve(workFolder), resolve(made));
  }
}

/** Removes a folder and those above it, to `last`, unless others have put something there. */
function removeEmpty(folder: string, last: string): void {
  if (readdirSync(folder).length > 0) return;
  rmdirSync(folder);
  if (folder !== last) removeEmpty(dirname(folder), last);
}
