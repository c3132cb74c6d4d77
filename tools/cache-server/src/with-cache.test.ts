import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createCacheServer } from './server';

const SHOW = 'process.stdout.write(`server=${process.env.NX_SELF_HOSTED_REMOTE_CACHE_SERVER}`); process.exit(7)';

/** Runs a command that shows its environment and ends with code 7. */
async function withCache(server: string | undefined, token: string) {
  const child = spawn(process.execPath, [resolve('tools/cache-server/with-cache.js'), process.execPath, '-e', SHOW], {
    env: {
      PATH: process.env['PATH'],
      ...(server !== undefined && { NX_SELF_HOSTED_REMOTE_CACHE_SERVER: server }),
      NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: token,
    },
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, ...output };
}

/** A port of this machine that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

it('goes on locally, and says so in one line, when the server is down', async () => {
  const address = `http://127.0.0.1:${await freePort()}`;
  const result = await withCache(address, 'local');
  expect(result).toEqual({
    code: 7,
    stdout: 'server=',
    stderr: `with-cache: the remote cache ${address} is down (ECONNREFUSED); going on with the local cache\n`,
  });
});

it('changes nothing where no server is named', async () => {
  expect(await withCache(undefined, '')).toEqual({ code: 7, stdout: 'server=undefined', stderr: '' });
});

describe('with a server', () => {
  const root = mkdtempSync(join(tmpdir(), 'with-cache-'));
  const server = createCacheServer({ root, grants: [{ token: 'local', read: ['local'] }] });
  let address: string;
  beforeAll(async () => {
    address = await server.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(async () => {
    await server.close();
    rmSync(root, { recursive: true });
  });

  it('keeps a server that answers', async () => {
    expect(await withCache(address, 'local')).toEqual({ code: 7, stdout: `server=${address}`, stderr: '' });
  });

  it('goes on locally when the server refuses the token', async () => {
    const result = await withCache(address, 'wrong');
    expect(result.stdout).toBe('server=');
    expect(result.stderr).toContain('answers 401');
  });
});
