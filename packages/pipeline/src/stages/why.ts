import { explainTask } from '../freshness/explain-task';
import { judgeTasks } from '../freshness/judge-tasks';
import { readTasks } from '../freshness/read-tasks';

export interface WhyArguments {
  /** PROJECT:TARGET */
  readonly task: string;
}

/** Prints why a task is not fresh: what changed of its inputs, and of those of the tasks before it. */
export async function why({ task }: WhyArguments): Promise<void> {
  const [project = '', ...target] = task.split(':');
  const tasks = await readTasks([project], target.join(':'));
  process.stdout.write(`${explainTask(task, tasks, judgeTasks(tasks))}\n`);
}
