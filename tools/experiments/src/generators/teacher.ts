import type { Tree } from '@nx/devkit';
import { defaultLookback } from './default-lookback';
import { writeConfig } from './write-config';

interface TeacherOptions {
  readonly name: string;
  readonly dataset: string;
  readonly architecture: string;
  readonly lookback?: number;
}

export function generateTeacher(tree: Tree, options: TeacherOptions): void {
  const { name, dataset, architecture, lookback = defaultLookback(tree, dataset) } = options;
  const model = { architecture, lookback, normalisation: 'revin' };
  const training = { epochs: 20, learningRate: 0.002, schedule: { kind: 'cosine' }, patience: 5 };
  writeConfig(tree, 'teachers', name, { dataset, 'teacher-train': { model, training } });
}
