import type { TargetConfiguration } from '@nx/devkit';
import { basename } from 'node:path';
import { closureOf } from './stage-packages';

/** A task and the folder it writes. */
export interface TaskRef {
  readonly project: string;
  readonly target: string;
}

export const artifactOf = ({ project, target }: TaskRef): string => `data/artifacts/${project}/${target}`;

/** The engine's description is an artifact like any other: another engine, other bytes, other results. */
export const ENGINE: TaskRef = { project: 'engine', target: 'provision' };

export type Targets = Record<string, TargetConfiguration>;
export type Input = NonNullable<TargetConfiguration['inputs']>[number];

/** The sha256 of the file or folder that a config names: Nx itself does not see git-ignored or outside files. */
export const fingerprint = (file: string): Input => ({ runtime: `node tools/experiments/fingerprint.js ${file}` });

/** One stage of one project: what runs, what it reads of which config, and the tasks whose artifacts it reads. */
export interface StageTask {
  readonly task: TaskRef;
  /** Folder of the package that does the work. */
  readonly package: string;
  readonly arguments: readonly string[];
  /** Config file → keys that the stage reads. */
  readonly reads: Readonly<Record<string, readonly string[]>>;
  /** Config file → keys inside those that say nothing to this stage, dots between them. */
  readonly ignores?: Readonly<Record<string, readonly string[]>>;
  readonly upstream: readonly TaskRef[];
  /** What stands for data that is no artifact. */
  readonly data?: Input;
}

const CLI = 'packages/pipeline';

/**
 * The Nx target of a stage. Its cache key is exactly what can change the result: the keys of the configs it reads, the
 * compiled code of the packages it uses (not of the command line), their npm packages, and the manifests upstream.
 *
 * Nx hashes a task with `dependentTasksOutputFiles` only after its dependencies ran.
 */
export function stageTarget(root: string, stage: StageTask): TargetConfiguration {
  const out = artifactOf(stage.task);
  return {
    command: ['node', `${CLI}/bin/tsdistill.js`, ...stage.arguments, '--out', out].join(' '),
    cache: true,
    dependsOn: [builds([...closureOf(root, stage.package).packages, CLI]), ...stage.upstream.map(dependency)],
    inputs: [
      ...Object.entries(stage.reads).map(([file, fields]) => ({
        json: `{workspaceRoot}/${file}`,
        fields: [...fields],
        ...(stage.ignores?.[file] && { excludeFields: [...stage.ignores[file]] }),
      })),
      ...codeInputs(root, stage.package),
      { dependentTasksOutputFiles: 'data/artifacts/*/*/{manifest,engine}.json' },
      ...(stage.data ? [stage.data] : []),
    ],
    outputs: [`{workspaceRoot}/${out}`],
  };
}

/** Compiled code and npm packages of a program in this workspace. */
export function codeInputs(root: string, folder: string): Input[] {
  const { packages, external } = closureOf(root, folder);
  return [
    { dependentTasksOutputFiles: `{${packages.join(',')}}/dist/**/*.js` },
    { externalDependencies: [...external] },
  ];
}

/** The build tasks of some packages; Nx projects are named after their folders. */
export function builds(folders: readonly string[]): { projects: string[]; target: string } {
  return { projects: folders.map((folder) => basename(folder)), target: 'build' };
}

export function dependency({ project, target }: TaskRef): { projects: string[]; target: string } {
  return { projects: [project], target };
}

/** A target that only stands for others. Without inputs of its own: Nx fails to hash the files of a project that has none. */
export function alias(tasks: readonly TaskRef[]): TargetConfiguration {
  return { executor: 'nx:noop', dependsOn: tasks.map(dependency), inputs: [] };
}
