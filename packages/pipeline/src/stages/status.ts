import { existsSync } from 'node:fs';
import { openEvaluation } from '@tsdistill/contracts';
import { experimentNames, refuseUnknownExperiment } from '../experiments';
import { judgeTasks } from '../freshness/judge-tasks';
import { readTasks } from '../freshness/read-tasks';
import { isStage, renderStatus, statusJson } from '../freshness/render-status';
import { evaluationFolder } from '../results/result-files';

export interface StatusArguments {
  /** Empty for all. */
  readonly experiments: readonly string[];
  readonly check: boolean;
  readonly json: boolean;
}

/** Prints how fresh every stage of some experiments is; with `check`, exit code 1 when one is stale. */
export async function status({ experiments, check, json }: StatusArguments): Promise<void> {
  for (const name of experiments) refuseUnknownExperiment(name);
  const names = experiments.length > 0 ? experiments : experimentNames();
  const tasks = await readTasks(names, 'evaluate');
  const states = judgeTasks(tasks);
  const text = json ? statusJson(tasks, states) : renderStatus(names, tasks, states, headlineOf);
  process.stdout.write(`${text}\n`);
  const staleCount = tasks.filter((task) => isStage(task) && states.get(task.id)?.kind === 'stale').length;
  if (!check || staleCount === 0) return;
  console.error(`${staleCount} stale; \`npx tsdistill why PROJECT:TARGET\` says why`);
  process.exitCode = 1;
}

/** ", MSE 0.2311, helps" of the evaluation that lies there. */
function headlineOf(experiment: string): string {
  const folder = evaluationFolder(experiment);
  if (!existsSync(folder)) return '';
  const { models, verdict } = openEvaluation(folder).summary;
  const mse = models.find(({ role }) => role === 'student')?.mean['mse'];
  return `; student's MSE ${mse?.toFixed(4) ?? '–'}, distillation ${verdict.outcome}`;
}
