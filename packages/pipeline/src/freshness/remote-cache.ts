import pLimit from 'p-limit';

/** Read by Nx itself: where its self-hosted remote cache is, and what it is told to be let in. */
const [SERVER, TOKEN] = ['NX_SELF_HOSTED_REMOTE_CACHE_SERVER', 'NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN'] as const;
const PATIENCE_MS = 3_000;
/** Questions at once. */
const PARALLEL = 8;

/** What a remote cache said of some hashes. */
export interface RemoteAnswer {
  /** Hashes of which it has a result. */
  readonly has: ReadonlySet<string>;
  /** Why it could not be asked, for a person; then `has` is empty. */
  readonly problem: string | undefined;
}

/**
 * Asks the remote cache that the environment names whether it has the results of some tasks; nothing is downloaded.
 *
 * Nx's interface knows GET and PUT of `/v1/cache/<hash>` only, so a GET is left as soon as its status is there (a server that knows ranges
 * sends one byte). The first failure ends the asking: a server that is down is waited for once.
 *
 * @returns nothing known and no problem where no server is named
 */
export async function askRemoteCache(hashes: readonly string[], env: NodeJS.ProcessEnv): Promise<RemoteAnswer> {
  const server = env[SERVER];
  if (!server || hashes.length === 0) return { has: new Set(), problem: undefined };
  const stop = new AbortController();
  const limit = pLimit(PARALLEL);
  const ask = async (hash: string) => ((await hasEntry(server, hash, env[TOKEN], stop.signal)) ? [hash] : []);
  try {
    const found = await Promise.all(hashes.map((hash) => limit(() => ask(hash))));
    return { has: new Set(found.flat()), problem: undefined };
  } catch (error) {
    stop.abort();
    limit.clearQueue();
    return { has: new Set(), problem: `the remote cache ${server} ${problemOf(error)}` };
  }
}

/** @throws RangeError when the server answers neither 200, 206 nor 404; whatever `fetch` throws */
async function hasEntry(server: string, hash: string, token: string | undefined, stop: AbortSignal): Promise<boolean> {
  const response = await fetch(`${server}/v1/cache/${hash}`, {
    headers: { range: 'bytes=0-0', ...(token && { authorization: `Bearer ${token}` }) },
    signal: AbortSignal.any([stop, AbortSignal.timeout(PATIENCE_MS)]),
  });
  await response.body?.cancel();
  if (response.ok) return true;
  if (response.status === 404) return false;
  throw new RangeError(`answers ${response.status}`);
}

function problemOf(error: unknown): string {
  if (error instanceof RangeError) return error.message;
  const { name, message, cause } = error as Error;
  const { code, message: why = message } = (cause ?? {}) as Partial<NodeJS.ErrnoException>;
  if (name === 'TimeoutError') return `does not answer within ${PATIENCE_MS / 1000} s`;
  return `does not answer (${code ?? why})`;
}
