import { dirname, join } from 'node:path';
import { hashFile, PipelineError } from '@tsdistill/contracts';

/** Path of a data file of the npm package vega-datasets. */
export function packagedFile(name: string): string {
  return join(dirname(require.resolve('vega-datasets')), '../data', name);
}

/** @throws PipelineError SOURCE_CHANGED when a file is not the one that data/raw/SOURCES.md describes by its sha256 */
export function refuseChanged(file: string, expected: string): void {
  const found = hashFile(file);
  if (found !== expected) throw new PipelineError('SOURCE_CHANGED', { file, expected, found });
}
