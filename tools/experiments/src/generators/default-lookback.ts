import type { Tree } from '@nx/devkit';
import { fileOf } from './write-config';

/** Two horizons of a data set; 1 where the data set is not there, which is found out when the config is checked. */
export function defaultLookback(tree: Tree, dataset: string): number {
  const text = tree.read(fileOf('datasets', dataset), 'utf8');
  const { ingest } = JSON.parse(text ?? '{}') as { readonly ingest?: { readonly horizon?: number } };
  return Math.max(1, 2 * (ingest?.horizon ?? 0));
}
