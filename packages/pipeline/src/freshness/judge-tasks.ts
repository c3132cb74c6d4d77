import { dirname } from 'node:path';
import type { TaskRecord } from './task-record';

/** One Nx task as it stands now. */
export interface TaskView {
  readonly id: string;
  /** An alias only stands for others: Nx keeps nothing of it. */
  readonly isAlias: boolean;
  /** Ids of the tasks that come before it. */
  readonly dependencies: readonly string[];
  /** Nx's inputs of it as they lie on disk → their hashes. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Folders and files that it writes. */
  readonly outputs: readonly string[];
  /** Which of Nx's caches has a result for all of these together. */
  readonly kept: 'local' | 'remote' | 'nowhere';
  /** What lies at its outputs: what the cache has, something else, or nothing. */
  readonly output: 'in place' | 'other' | 'missing';
  readonly record: TaskRecord | undefined;
}

/**
 * `fresh` = what `nx run` would leave lies there already; `next` = what it would do: take the result from one of its caches, run the
 * task, or decide when the upstream tasks are done (equal bytes go no further).
 */
export type TaskState =
  | { readonly kind: 'fresh'; readonly next?: undefined }
  | { readonly kind: 'stale' | 'never run'; readonly next: NextStep };
export type NextStep = 'local hit' | 'remote hit' | 'run' | 'decide';

/**
 * Says of every task whether it is fresh, in the way in which Nx decides it.
 *
 * A hash stands for the inputs on disk, so it says what Nx will do only when nothing upstream is going to change them. Behind a result
 * that a cache puts back there may be more of them, so nothing is certain to run there.
 */
export function judgeTasks(tasks: readonly TaskView[]): ReadonlyMap<string, TaskState> {
  const views = new Map(tasks.map((task) => [task.id, task]));
  const states = new Map<string, TaskState>();
  const judge = (id: string): TaskState => {
    const known = states.get(id);
    if (known) return known;
    const view = views.get(id);
    const state: TaskState = view ? stateOf(view, changingUpstream(view), states) : { kind: 'fresh' };
    states.set(id, state);
    return state;
  };
  const changingUpstream = (view: TaskView) =>
    tasks.filter((upstream) => isUpstream(upstream, view) && judge(upstream.id).kind !== 'fresh');
  for (const { id } of tasks) judge(id);
  return states;
}

const NEXT = { local: 'local hit', remote: 'remote hit', nowhere: 'run' } as const;

function stateOf(task: TaskView, changing: readonly TaskView[], states: ReadonlyMap<string, TaskState>): TaskState {
  const kind = task.record === undefined && task.output === 'missing' ? 'never run' : 'stale';
  if (changing.length > 0) {
    const isRunning = ({ id }: TaskView) => states.get(id)?.next === 'run';
    const isCertain = !task.isAlias && changing.every(isRunning) && ownChanges(task, changing).length > 0;
    return { kind, next: isCertain ? 'run' : 'decide' };
  }
  if (task.isAlias || (task.kept === 'local' && task.output === 'in place')) return { kind: 'fresh' };
  return { kind, next: NEXT[task.kept] };
}

/** Whether one task comes before another and writes what it reads: a stage waits for the command line too, but does not read it. */
function isUpstream({ id, outputs }: TaskView, task: TaskView): boolean {
  if (!task.dependencies.includes(id)) return false;
  return task.isAlias || Object.keys(task.inputs).some((input) => outputs.some(isOutputRead(input)));
}

/** Nx names such an input "PATTERN:OUTPUT", for every pattern and every output before it, whether the pattern fits or not. */
const isOutputRead = (input: string) => (output: string) => {
  if (!input.endsWith(`:${output}`)) return false;
  const pattern = input.slice(0, -output.length - 1);
  if (pattern === output) return true;
  if (!output.endsWith('/dist')) return pattern.startsWith('data/artifacts/');
  const [, packages = ''] = /^\{?([^}]*)\}?\/dist\//.exec(pattern) ?? [];
  return packages.split(',').includes(dirname(output));
};

/**
 * Inputs whose hash is another than when the task was last provided; all of them where that is not known. What `changing`
 * tasks write is left out: it is about to be another.
 */
export function ownChanges(task: TaskView, changing: readonly TaskView[] = []): readonly string[] {
  const before = task.record?.inputs ?? {};
  const written = changing.flatMap(({ outputs }) => outputs);
  return [...new Set([...Object.keys(before), ...Object.keys(task.inputs)])]
    .filter((input) => before[input] !== task.inputs[input])
    .filter((input) => !written.some((output) => input.endsWith(`:${output}`)));
}

/** The tasks before one whose results are about to change and are read by it. */
export function changingTasks(
  task: TaskView,
  tasks: readonly TaskView[],
  states: ReadonlyMap<string, TaskState>,
): readonly TaskView[] {
  return tasks.filter((upstream) => isUpstream(upstream, task) && states.get(upstream.id)?.kind !== 'fresh');
}
