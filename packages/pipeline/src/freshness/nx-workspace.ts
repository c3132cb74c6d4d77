import { createProjectGraphAsync, type ProjectGraph } from '@nx/devkit';
import { PipelineError } from '@tsdistill/contracts';
import { readNxJson } from 'nx/src/config/nx-json';
import { createTaskHasher } from 'nx/src/hasher/create-task-hasher';
import { NxCache } from 'nx/src/native';
import { cacheDir } from 'nx/src/utils/cache-directory';
import { getDbConnection } from 'nx/src/utils/db-connection';

/**
 * The project graph, without Nx's daemon, which learns of an edit a moment later, and without processes for its plugins, which
 * would have to be ended.
 *
 * @throws PipelineError GRAPH_FAILED
 */
export async function readGraph(): Promise<ProjectGraph> {
  process.env['NX_DAEMON'] = 'false';
  process.env['NX_ISOLATE_PLUGINS'] = 'false';
  try {
    return await createProjectGraphAsync({ exitOnError: false });
  } catch (cause) {
    throw new PipelineError('GRAPH_FAILED', { problem: problemsOf(cause) }, { cause });
  }
}

export const createHasher = (graph: ProjectGraph) => createTaskHasher(graph, readNxJson(), {});

/** Nx's local cache of this workspace. */
export const openCache = (): NxCache => new NxCache(process.cwd(), cacheDir, getDbConnection());

/** What the plugin found wrong with configs, each once; Nx itself wraps it in lines of its own. */
function problemsOf(error: unknown): string {
  const { message = String(error), errors = [] } = (error ?? {}) as { message?: string; errors?: readonly Error[] };
  const inner = errors.flatMap((one) => {
    const { errors: found = [] } = one as Error & { errors?: readonly (readonly [string, Error])[] };
    return found.map(([, problem]) => problem.message);
  });
  return (inner.length > 0 ? inner : [message]).join('\n');
}
