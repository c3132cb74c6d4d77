import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { askRemoteCache } from './remote-cache';

it('asks where Nx asks, below the path of the server if it has one', async () => {
  const asked: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    response.writeHead(url === '/team/v1/cache/a1' ? 200 : 404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    const env = { NX_SELF_HOSTED_REMOTE_CACHE_SERVER: `http://127.0.0.1:${port}/team` };
    expect(await askRemoteCache(['a1', 'b2'], env)).toEqual({ has: new Set(['a1']), problem: undefined });
    expect(asked.sort()).toEqual(['/team/v1/cache/a1', '/team/v1/cache/b2']);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

it('says that a server whose address is none cannot be asked', async () => {
  const env = { NX_SELF_HOSTED_REMOTE_CACHE_SERVER: 'cache.example' };
  expect(await askRemoteCache(['a1'], env)).toEqual({
    has: new Set(),
    problem: 'the remote cache cache.example does not answer (ERR_INVALID_URL)',
  });
});
