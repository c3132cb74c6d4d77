import { statSync } from 'node:fs';
import { PipelineError } from '@tsdistill/contracts';
import type { SourceFile } from '../source/source-files';

/** Refuses what was read of a file that somebody wrote to meanwhile. @throws PipelineError FILE_CHANGING, CSV_MISSING */
export function refuseChanged(files: readonly SourceFile[]): void {
  for (const { path, name, byteCount, modifiedMs } of files) {
    const now = statSync(path, { throwIfNoEntry: false });
    if (!now) throw new PipelineError('CSV_MISSING', { file: name });
    if (now.size !== byteCount || now.mtimeMs !== modifiedMs)
      throw new PipelineError('FILE_CHANGING', { file: name, before: byteCount, after: now.size });
  }
}
