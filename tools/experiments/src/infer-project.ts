import type { ProjectConfiguration } from '@nx/devkit';
import { dirname } from 'node:path';
import { datasetTargets } from './dataset-targets';
import { experimentTargets } from './experiment-targets';
import { gridTargets } from './grid-targets';
import type { Resolved } from './resolve-configs';
import type { Targets } from './stage-target';
import { studentTargets } from './student-targets';
import { isTrainedHere, projectName } from './tasks';
import { teacherTargets } from './teacher-targets';

/** The Nx project of one config: its tasks, and the projects whose edit affects it. */
export function inferProject(root: string, config: Resolved): ProjectConfiguration {
  return {
    name: projectName(config),
    root: rootOf(config),
    tags: tagsOf(config),
    targets: targetsOf(root, config),
    implicitDependencies: [...new Set(parentsOf(config))],
  };
}

/** Nx knows a project by its folder; that of a member need not be there. */
function rootOf(config: Resolved): string {
  const folder = dirname(config.file);
  return config.kind === 'experiment' && config.member ? `${folder}/${config.member.label}` : folder;
}

/** A tag of a grid runs the grid, which runs its members. */
function tagsOf(config: Resolved): string[] {
  if (config.kind !== 'experiment') return [`type:${config.kind}`];
  return config.member ? ['type:member'] : ['type:experiment', ...(config.config.tags ?? [])];
}

function targetsOf(root: string, config: Resolved): Targets {
  switch (config.kind) {
    case 'dataset':
      return datasetTargets(root, config);
    case 'teacher':
      return teacherTargets(root, config);
    case 'student':
      return studentTargets(root, config);
    case 'experiment':
      return config.members.length > 0 ? gridTargets(root, config) : experimentTargets(root, config);
  }
}

/** Other configs and packages that a project is made from. */
function parentsOf(config: Resolved): readonly string[] {
  switch (config.kind) {
    case 'dataset':
      return config.config.source ? ['ingest', 'sources'] : ['ingest'];
    case 'teacher': {
      const { experiment } = config.config;
      const made = isTrainedHere(config) ? ['teacher-train'] : experiment === undefined ? [] : [experiment];
      return [projectName(config.dataset), 'soft-targets', ...made];
    }
    case 'student':
      return [projectName(config.dataset), 'student-distill'];
    case 'experiment': {
      const { student, teachers, placebos, rivals, member } = config;
      const configs = [student, ...teachers, ...placebos.filter((placebo) => typeof placebo !== 'string'), ...rivals];
      return [...configs.map(projectName), ...(member ? [member.grid] : []), 'student-distill', 'evaluate', 'report'];
    }
  }
}
