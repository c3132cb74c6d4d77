import type { Tree } from '@nx/devkit';
import { writeConfig } from './write-config';

interface ExperimentOptions {
  readonly name: string;
  readonly student: string;
  readonly teachers: readonly string[];
  /** Several make a grid. */
  readonly alpha: readonly number[];
}

export function generateExperiment(tree: Tree, options: ExperimentOptions): void {
  const { name, student, teachers, alpha } = options;
  const distillation = { alpha: alpha.length === 1 ? alpha[0] : alpha };
  writeConfig(tree, 'experiments', name, { student, teachers, distillation });
}
