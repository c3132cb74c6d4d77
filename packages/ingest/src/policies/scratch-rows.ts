import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { HashingFile } from '@tsdistill/contracts';
import type { WriteRows } from '../read-series';

/** Rows that are going to be written again: in a folder of their own, which is gone afterwards whatever happens. */
export async function withScratchRows<Result>(
  workFolder: string,
  body: (writeRows: WriteRows) => Promise<Result>,
): Promise<Result> {
  mkdirSync(workFolder, { recursive: true });
  const folder = mkdtempSync(join(workFolder, 'rows-'));
  let attempts = 0;
  const writeRows: WriteRows = async (write) => {
    const file = new HashingFile(join(folder, `${attempts++}.arrow`));
    try {
      return await write(file);
    } finally {
      file.discard();
    }
  };
  try {
    return await body(writeRows);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
