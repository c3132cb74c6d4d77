import { AggregateCreateNodesError, type CreateNodesResultV2, type CreateNodesV2 } from '@nx/devkit';
import { dirname } from 'node:path';
import { formatError } from '@tsdistill/contracts/errors';
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
    const { configs, errors } = resolveConfigs(workspaceRoot, files);
    const nodes: CreateNodesResultV2 = configs.map((config) => [
      config.file,
      { projects: { [dirname(config.file)]: inferProject(workspaceRoot, config) } },
    ]);
    if (errors.length === 0) return nodes;
    throw new AggregateCreateNodesError(
      errors.map(([file, error]) => [file, new Error(formatError(error))]),
      nodes,
    );
  },
];

export { postTasksExecution } from './record-run';
