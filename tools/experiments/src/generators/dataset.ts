import type { Tree } from '@nx/devkit';
import { writeConfig } from './write-config';

interface DatasetOptions {
  readonly name: string;
  readonly files: string;
  readonly timestamp: string;
  readonly frequency: string;
  readonly season: number;
  readonly horizon: number;
}

export function generateDataset(tree: Tree, { name, ...ingest }: DatasetOptions): void {
  const split = { kind: 'ratio', train: 0.7, validation: 0.1 };
  writeConfig(tree, 'datasets', name, { ingest: { ...ingest, split } });
}
