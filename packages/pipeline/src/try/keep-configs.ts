import type { PlannedConfig } from '../init/plan-configs';
import type { ExperimentConfigs } from './apply-settings';

/** The configs that make an experiment of what was tried; a student of its own only where the student was changed. */
export function plannedConfigs(
  name: string,
  { experiment: { tags: _, ...experiment }, student }: ExperimentConfigs,
  hasOwnStudent: boolean,
): readonly PlannedConfig[] {
  const file = `data/configs/experiments/${name}/experiment.json`;
  if (!hasOwnStudent) return [{ file, content: experiment }];
  return [
    { file: `data/configs/students/${name}/student.json`, content: student },
    { file, content: { ...experiment, student: name } },
  ];
}
