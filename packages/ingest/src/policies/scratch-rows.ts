import { join } from 'node:path';
import { HashingFile } from '@tsdistill/contracts';
import type { WriteRows } from '../reading/read-series';
import { withScratchFolder } from './scratch-folder';

/** Rows that are going to be written again: in files that are gone afterwards. */
export function withScratchRows<Result>(
  workFolder: string,
  body: (writeRows: WriteRows) => Promise<Result>,
): Promise<Result> {
  return withScratchFolder(workFolder, (folder) => {
    let attempts = 0;
    return body(async (write) => {
      const file = new HashingFile(join(folder, `${attempts++}.arrow`));
      try {
        return await write(file);
      } finally {
        file.discard();
      }
    });
  });
}
