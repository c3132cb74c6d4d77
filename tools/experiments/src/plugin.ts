import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  AggregateCreateNodesError,
  type CreateNodesResultV2,
  type CreateNodesV2,
  type PreTasksExecution,
} from '@nx/devkit';
import { formatError } from '@tsdistill/contracts/errors';
import { checkSettings } from './check-settings';
import { inferProject } from './infer-project';
import { type Resolved, resolveConfigs } from './resolve-configs';

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
    const sound = files.filter((file) => !broken.has(file));
    const texts = readTexts(workspaceRoot, [...sound, ...outsideManifests(configs)]);
    const errors = [...misfits, ...checkSettings(workspaceRoot, { files: sound, texts })];
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

/** What forecasts from elsewhere say of themselves lies beside them, under the path that a teacher config gives. */
function outsideManifests(configs: readonly Resolved[]): readonly string[] {
  return configs.flatMap((config) => {
    const folder = config.kind === 'teacher' ? config.config.softTargets : undefined;
    return folder === undefined ? [] : [`${folder}/manifest.json`];
  });
}

/** Texts by path; forecasts from elsewhere may be there later. */
function readTexts(root: string, files: readonly string[]): Readonly<Record<string, string>> {
  const present = files.filter((file) => existsSync(resolve(root, file)));
  return Object.fromEntries(present.map((file) => [file, readFileSync(resolve(root, file), 'utf8')]));
}

/** Lets tasks tell what was made in their own run from what a cache brought; it is part of no cache key. */
export const preTasksExecution: PreTasksExecution = () => {
  process.env['TSDISTILL_RUN_STARTED'] = new Date().toISOString();
};

export { postTasksExecution } from './record-run';
