import type { ProjectGraph } from '@nx/devkit';
import { nearestName, PipelineError } from '@tsdistill/contracts';
import { createTaskGraph } from 'nx/src/tasks-runner/create-task-graph';
import { getTaskSpecificEnv } from 'nx/src/tasks-runner/task-env';
import { compareOutputs } from './compare-outputs';
import type { TaskView } from './judge-tasks';
import { createHasher, openCache, readGraph } from './nx-workspace';
import { askRemoteCache } from './remote-cache';
import { readTaskRecord } from './task-record';
import { verbosity } from '../verbosity';

/**
 * Everything that running one target of some projects would touch, as Nx itself sees it: the tasks, the hash of each with the
 * parts of it, and what Nx's caches hold. Nothing is run, restored or downloaded.
 *
 * A remote cache that cannot be asked is named on stderr; then only the local one counts.
 *
 * @throws PipelineError GRAPH_FAILED, TASK_UNKNOWN
 */
export async function readTasks(projects: readonly string[], target: string): Promise<readonly TaskView[]> {
  const graph = await readGraph();
  for (const project of projects) refuseUnknown(graph, project, target);
  const taskGraph = createTaskGraph(graph, {}, [...projects], [target], undefined, {});
  const tasks = Object.values(taskGraph.tasks);
  const environments = Object.fromEntries(tasks.map((task) => [task.id, getTaskSpecificEnv(task, graph)]));
  const hashes = await createHasher(graph).hashTasks(tasks, taskGraph, environments);
  const cache = openCache();
  const looked = tasks.map((task, index) => {
    const { value = '', details } = hashes[index] ?? {};
    return { task, value, details, local: cache.get(value) ?? undefined };
  });
  const asked = looked.filter(({ task, local }) => task.cache === true && local === undefined);
  const { has, problem } = await askRemoteCache(
    asked.map(({ value }) => value),
    process.env,
  );
  if (problem !== undefined && verbosity() !== 'quiet') console.error(`${problem}: only the local cache is looked at`);
  return looked.map(({ task, value, details, local }) => {
    return {
      id: task.id,
      isAlias: task.cache !== true,
      dependencies: taskGraph.dependencies[task.id] ?? [],
      inputs: details?.nodes ?? {},
      outputs: task.outputs,
      kept: local ? 'local' : has.has(value) ? 'remote' : 'nowhere',
      output: compareOutputs(task.outputs, local?.outputsPath),
      record: readTaskRecord(task.target.project, task.target.target),
    };
  });
}

function refuseUnknown(graph: ProjectGraph, project: string, target: string): void {
  if (graph.nodes[project]?.data.targets?.[target]) return;
  const known = Object.values(graph.nodes).flatMap(({ name, data }) =>
    Object.keys(data.targets ?? {}).map((one) => `${name}:${one}`),
  );
  const task = `${project}:${target}`;
  throw new PipelineError('TASK_UNKNOWN', { task, nearest: nearestName(task, known), taskCount: known.length });
}
