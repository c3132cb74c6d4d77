import { hashFile, PipelineError } from '@tsdistill/contracts';
import { findFiles } from './source-files';

/**
 * Compares the bytes of the one file with the hash that the config gives, before anything of it is read.
 *
 * @throws PipelineError FILE_CHANGED
 */
export function refuseOtherFile(files: string | readonly string[], expected: string): void {
  for (const { path, name, byteCount } of findFiles(files)) {
    const found = hashFile(path);
    if (found !== expected) throw new PipelineError('FILE_CHANGED', { file: name, byteCount, expected, found });
  }
}
