import { readFileSync } from 'node:fs';
import { describeInput, settingsRead } from './describe-input';
import { changingTasks, ownChanges, type TaskState, type TaskView } from './judge-tasks';
import type { Settings } from './task-record';

/**
 * Why a task is not fresh, in words; the tasks before it that are not fresh either follow, indented, each once.
 *
 * @param id PROJECT:TARGET, among `tasks`
 */
export function explainTask(id: string, tasks: readonly TaskView[], states: ReadonlyMap<string, TaskState>): string {
  const told = new Set<string>();
  const tell = (task: TaskView, depth: number): string[] => {
    if (told.has(task.id)) return [];
    told.add(task.id);
    const changing = changingTasks(task, tasks, states);
    const lines = [headOf(task, states.get(task.id)), ...reasonsOf(task, changing).map((reason) => `  ${reason}`)];
    return [
      ...lines.map((line) => '  '.repeat(depth) + line),
      ...changing.flatMap((upstream) => tell(upstream, depth + 1)),
    ];
  };
  const task = tasks.find((one) => one.id === id);
  return task === undefined ? '' : tell(task, 0).join('\n');
}

function headOf({ id, record }: TaskView, state: TaskState | undefined): string {
  const last =
    record === undefined ? '' : `, last ${ORIGINS[record.origin]} ${record.endedAt.slice(0, 16).replace('T', ' ')} UTC`;
  if (state === undefined || state.kind === 'fresh') return `${id} is fresh${last}`;
  const next = {
    'local hit': 'Nx has its result and puts it back',
    'remote hit': 'the remote cache has its result and Nx fetches it',
    run: 'it runs',
    decide: 'it runs unless a cache has its result when all before it is there',
  };
  return `${id} ${state.kind === 'stale' ? 'is stale' : 'has never run'}${last}: ${next[state.next]}`;
}

const ORIGINS = {
  ran: 'ran',
  'local cache': 'taken from the local cache',
  'remote cache': 'taken from the remote cache',
};

function reasonsOf(task: TaskView, changing: readonly TaskView[]): readonly string[] {
  const { isAlias, record, output } = task;
  if (isAlias || (record === undefined && output === 'missing')) return [];
  if (record === undefined) return ['there is no record of its last run'];
  const now = readSettings(task);
  const changes = ownChanges(task, changing).flatMap((input) => describeInput(input, record.settings, now));
  return changes.length > 0 || changing.length > 0 ? [...new Set(changes)] : standingReasons(task);
}

/** No input changed: what else keeps a task from being fresh. */
function standingReasons({ kept, output, outputs }: TaskView): readonly string[] {
  if (kept !== 'local') return ['its inputs are the same, but the local cache of Nx has no result of them any more'];
  if (output === 'missing') return [`${outputs.join(', ')} was deleted`];
  return output === 'other' ? [`${outputs.join(', ')} was changed by hand`] : [];
}

function readSettings(task: TaskView): Settings {
  return Object.fromEntries(
    settingsRead(task).map(({ file, keys }) => {
      const config = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>;
      return [file, Object.fromEntries(keys.filter((key) => key in config).map((key) => [key, config[key]]))];
    }),
  );
}
