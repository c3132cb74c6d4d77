import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AggregateCreateNodesError,
  type CreateNodesResultV2,
  type CreateNodesV2,
  type PreTasksExecution,
} from '@nx/devkit';
import { formatError } from '@tsdistill/contracts/errors';
import { checkSettings } from './check-settings';
import { inferProject } from './infer-project';
import { resolveConfigs } from './resolve-configs';

/**
 * Makes an Nx project of every config: a thing that is made once is a project, a stage that makes it a task.
 *
 * A wrong config stops the run before any task starts; each problem is shown once, with its file.
 */
export const createNodesV2: CreateNodesV2 = [
  'data/configs/*/*/*.json',
  (files, _options, { workspaceRoot }) => {
    const { configs, errors: misfits } = resolveConfigs(
      (file) => readFileSync(join(workspaceRoot, file), 'utf8'),
      files,
    );
    const broken = new Set(misfits.map(([file]) => file));
    const errors = [
      ...misfits,
      ...checkSettings(
        workspaceRoot,
        files.filter((file) => !broken.has(file)),
      ),
    ];
    const nodes: CreateNodesResultV2 = configs.map((config) => {
      const project = inferProject(workspaceRoot, config);
      return [config.file, { projects: { [project.root]: project } }];
    });
    if (errors.length === 0) return nodes;
    throw new AggregateCreateNodesError(
      errors.map(([file, error]) => [file, new Error(formatError(error))]),
      nodes,
    );
  },
];

/** Lets tasks tell what was made in their own run from what a cache brought; it is part of no cache key. */
export const preTasksExecution: PreTasksExecution = () => {
  process.env['TSDISTILL_RUN_STARTED'] = new Date().toISOString();
};

export { postTasksExecution } from './record-run';
