import type { Tree } from '@nx/devkit';
import { defaultLookback } from './default-lookback';
import { writeConfig } from './write-config';

interface StudentOptions {
  readonly name: string;
  readonly dataset: string;
  readonly architecture: string;
  readonly lookback?: number;
  /** How many. */
  readonly seeds: number;
}

export function generateStudent(tree: Tree, options: StudentOptions): void {
  const { name, dataset, architecture, lookback = defaultLookback(tree, dataset) } = options;
  const seeds = Array.from({ length: options.seeds }, (_, seed) => seed);
  const model = { architecture, lookback, normalisation: 'revin' };
  const training = { epochs: 40, learningRate: 0.005, schedule: { kind: 'cosine' }, patience: 10 };
  writeConfig(tree, 'students', name, { dataset, seeds, student: { model, training } });
}
