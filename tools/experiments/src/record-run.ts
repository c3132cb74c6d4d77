import type { PostTasksExecution } from '@nx/devkit';
import type { TaskRecord } from '@tsdistill/pipeline/task-record';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

type TaskResult = Parameters<PostTasksExecution>[1]['taskResults'][string];

const ORIGINS: Partial<Record<TaskResult['status'], TaskRecord['origin']>> = {
  success: 'ran',
  'local-cache': 'local cache',
  'local-cache-kept-existing': 'local cache',
  'remote-cache': 'remote cache',
};

/**
 * After a run of Nx: keeps of every task that writes something what it was made from, for `tsdistill status` and `why`.
 *
 * A result that was already here, from a run whose record is kept, keeps the origin and the time of that run.
 */
export const postTasksExecution: PostTasksExecution = (_options, { workspaceRoot, taskResults }) => {
  for (const result of Object.values(taskResults)) {
    const record = recordOf(workspaceRoot, result);
    if (record) write(fileOf(workspaceRoot, result), record);
  }
};

const fileOf = (root: string, { task: { target } }: TaskResult): string =>
  join(root, 'data/work/last-run', target.project, `${target.target}.json`);

function recordOf(root: string, result: TaskResult): TaskRecord | undefined {
  const { task, status } = result;
  const origin = ORIGINS[status];
  const inputs = task.hashDetails?.nodes;
  if (origin === undefined || inputs === undefined || task.outputs.length === 0) return undefined;
  const former = read(fileOf(root, result));
  const hash = task.hash ?? '';
  if (origin !== 'ran' && former?.hash === hash) return undefined;
  const { startTime, endTime } = task;
  return {
    version: 1,
    hash,
    origin,
    endedAt: new Date(endTime ?? Date.now()).toISOString(),
    milliseconds: origin === 'ran' && startTime && endTime ? endTime - startTime : null,
    inputs,
    settings: settingsOf(root, Object.keys(inputs)),
  };
}

/** `json:{workspaceRoot}/<file>[<keys>]![<ignored>]`, Nx's name of an input: the values of these keys. */
function settingsOf(root: string, inputs: readonly string[]): TaskRecord['settings'] {
  const found = inputs.flatMap((input) => {
    const [, file, keys] = /^json:\{workspaceRoot\}\/([^[]+)\[([^\]]*)\]/.exec(input) ?? [];
    return file === undefined || keys === undefined ? [] : [{ file, keys: keys.split(',') }];
  });
  return Object.fromEntries(
    found.map(({ file, keys }) => {
      const config = JSON.parse(readFileSync(join(root, file), 'utf8')) as Record<string, unknown>;
      return [file, Object.fromEntries(keys.filter((key) => key in config).map((key) => [key, config[key]]))];
    }),
  );
}

function read(file: string): TaskRecord | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as TaskRecord) : undefined;
}

function write(file: string, record: TaskRecord): void {
  mkdirSync(dirname(file), { recursive: true });
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, JSON.stringify(record));
  renameSync(aside, file);
}
