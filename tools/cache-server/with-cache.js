// Runs a command with the remote cache if it answers, else without: `node tools/cache-server/with-cache.js nx run …`.
// Nx itself stops with exit code 1 when the server is down or does not know the token.
const { spawn } = require('node:child_process');
const { delimiter, resolve } = require('node:path');

const SERVER = 'NX_SELF_HOSTED_REMOTE_CACHE_SERVER';
const TOKEN = 'NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN';
const PATIENCE_MS = 3000;

/**
 * Asks for an entry that nobody has; a server that works answers 404 to a token that it knows.
 * @param {string} server @param {string} token @returns {Promise<string | undefined>} what is wrong
 */
async function probe(server, token) {
  try {
    const response = await fetch(new URL('/v1/cache/probe', server), {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await response.body?.cancel();
    return response.status === 404 ? undefined : `answers ${response.status}`;
  } catch (error) {
    const { cause, message } = /** @type {Error} */ (error);
    return `is down (${/** @type {NodeJS.ErrnoException} */ (cause)?.code ?? message})`;
  }
}

/** @param {string | undefined} command @param {readonly string[]} args @param {NodeJS.ProcessEnv} env */
function run(command, args, env) {
  if (!command) throw new Error('usage: node tools/cache-server/with-cache.js <command> [argument …]');
  const path = [resolve('node_modules/.bin'), env['PATH']].join(delimiter);
  const child = spawn(command, args, { stdio: 'inherit', env: { ...env, PATH: path } });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => finish(error.message));
  child.on('exit', (code, signal) =>
    code === null ? finish(`${command} ended by ${signal}`) : (process.exitCode = code),
  );
}

/** @param {string} problem */
function finish(problem) {
  console.error(`with-cache: ${problem}`);
  process.exitCode = 1;
}

async function main() {
  const [command, ...args] = process.argv.slice(2);
  const server = process.env[SERVER];
  const problem = server ? await probe(server, process.env[TOKEN] ?? '') : undefined;
  if (problem) console.error(`with-cache: the remote cache ${server} ${problem}; going on with the local cache`);
  run(command, args, problem ? { ...process.env, [SERVER]: '' } : process.env);
}

main().catch((error) => finish(error.message));
