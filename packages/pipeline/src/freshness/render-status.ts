import { drawTable } from '@tsdistill/evaluate';
import type { NextStep, TaskState, TaskView } from './judge-tasks';

/** A stage of an experiment: one task, or one for each seed or fold. */
interface Stage {
  readonly name: string;
  readonly tasks: readonly TaskView[];
}

/** Whether a task makes data, as against code. */
export const isStage = ({ isAlias, outputs, id }: TaskView): boolean =>
  !isAlias && outputs.some((output) => output.startsWith('data/')) && id !== 'engine:provision';

/** One table an experiment. @param headline what is said of an experiment in its first line */
export function renderStatus(
  experiments: readonly string[],
  tasks: readonly TaskView[],
  states: ReadonlyMap<string, TaskState>,
  headline: (experiment: string) => string,
): string {
  const tables = experiments.map((experiment) => {
    const stages = stagesOf(`${experiment}:evaluate`, tasks);
    const overall = overallOf(stages.flatMap((stage) => stage.tasks.map(({ id }) => states.get(id))));
    return [`${experiment}: ${overall}${headline(experiment)}`, drawTable(columnsOf(stages, states))].join('\n');
  });
  return tables.join('\n\n');
}

/** One entry a task, in no order. */
export function statusJson(tasks: readonly TaskView[], states: ReadonlyMap<string, TaskState>): string {
  const entries = tasks.filter(isStage).map(({ id, record }) => ({
    task: id,
    ...states.get(id),
    origin: record?.origin ?? null,
    endedAt: record?.endedAt ?? null,
    milliseconds: record?.milliseconds ?? null,
  }));
  return JSON.stringify(entries, null, 2);
}

/** The stages behind a task and itself, in the order in which they run. */
function stagesOf(id: string, tasks: readonly TaskView[]): readonly Stage[] {
  const views = new Map(tasks.map((task) => [task.id, task]));
  const ordered = new Set<TaskView>();
  const visit = (task: TaskView | undefined): void => {
    if (task === undefined || ordered.has(task)) return;
    for (const upstream of task.dependencies) visit(views.get(upstream));
    ordered.add(task);
  };
  visit(views.get(id));
  const stages = new Map<string, TaskView[]>();
  for (const task of [...ordered].filter(isStage)) {
    const name = task.id.replace(/-[sf]\d+$/, '');
    stages.set(name, [...(stages.get(name) ?? []), task]);
  }
  return [...stages].map(([name, found]) => ({ name, tasks: found }));
}

function overallOf(states: readonly (TaskState | undefined)[]): string {
  const kinds = states.map((state) => state?.kind);
  if (kinds.every((kind) => kind === 'fresh')) return 'fresh';
  return kinds.includes('stale') ? 'stale' : kinds.every((kind) => kind === 'never run') ? 'never run' : 'not complete';
}

function columnsOf(stages: readonly Stage[], states: ReadonlyMap<string, TaskState>) {
  const column = (title: string, of: (tasks: readonly TaskView[]) => string) => ({
    title,
    cells: stages.map(({ tasks }) => of(tasks)),
  });
  return [
    { title: 'stage', cells: stages.map(({ name }) => name) },
    column('', (tasks) => countedWords(tasks.map(({ id }) => states.get(id)?.kind ?? ''))),
    column('nx run', (tasks) => countedWords(tasks.map(({ id }) => nextOf(states.get(id))))),
    column('last result', (tasks) => countedWords(tasks.map(({ record }) => record?.origin ?? NONE))),
    column('at (UTC)', (tasks) => latestOf(tasks)),
    column('seconds', (tasks) => secondsOf(tasks)),
  ];
}

const NONE = '–';

/** What `nx run` would do, as a word of a table. */
const NEXT_WORDS: Readonly<Record<NextStep, string>> = {
  'local hit': 'local hit',
  'remote hit': 'remote hit',
  run: 'runs',
  decide: 'may run',
};

function nextOf(state: TaskState | undefined): string {
  return state === undefined || state.kind === 'fresh' ? NONE : NEXT_WORDS[state.next];
}

/** "fresh", or "2 fresh, 1 stale". */
function countedWords(words: readonly string[]): string {
  const different = [...new Set(words)];
  if (different.length === 1) return words[0] ?? '';
  return different.map((word) => `${words.filter((one) => one === word).length} ${word}`).join(', ');
}

function latestOf(tasks: readonly TaskView[]): string {
  const times = tasks.flatMap(({ record }) => record?.endedAt ?? []).sort();
  return times.at(-1)?.slice(0, 16).replace('T', ' ') ?? NONE;
}

/** Of all seeds together; known only where they ran here. */
function secondsOf(tasks: readonly TaskView[]): string {
  const times = tasks.map(({ record }) => record?.milliseconds ?? null);
  if (times.some((time) => time === null)) return NONE;
  return (times.reduce<number>((sum, time) => sum + (time ?? 0), 0) / 1000).toFixed(1);
}
