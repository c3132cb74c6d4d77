import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Grant } from './grants';
import { createCacheServer } from './server';

const GRANTS: readonly Grant[] = [
  { token: 'main-token', read: ['main'], write: 'main' },
  { token: 'pr-token', read: ['pr-7', 'main'], write: 'pr-7' },
  { token: 'reader-token', read: ['main'] },
];

let root: string;
let server: ReturnType<typeof createCacheServer>;
let address: string;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'cache-server-'));
  server = createCacheServer({ root, grants: GRANTS, maxBytes: 2 ** 24 });
  address = await server.listen({ host: '127.0.0.1', port: 0 });
});

afterEach(async () => {
  await server.close();
  rmSync(root, { recursive: true });
});

function call(method: 'GET' | 'PUT', path: string, token?: string, body?: Uint8Array | string): Promise<Response> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return fetch(`${address}${path}`, { method, headers, ...(body !== undefined && { body }) });
}
const put = (hash: string, token: string, body: Uint8Array | string): Promise<Response> =>
  call('PUT', `/v1/cache/${hash}`, token, body);
const get = (hash: string, token?: string): Promise<Response> => call('GET', `/v1/cache/${hash}`, token);
const files = (): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));

/** Sends bytes as they are, which `fetch` would not; resolves with all that comes back. */
async function sendRaw(bytes: string): Promise<string> {
  const socket = connect(Number(new URL(address).port), '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  socket.end(bytes);
  await once(socket, 'close');
  return answer;
}

it('answers /healthz to anyone', async () => {
  const response = await call('GET', '/healthz');
  expect([response.status, await response.text()]).toEqual([200, 'ok']);
});

it('gives back the bytes that were stored, also when they do not fit one buffer', async () => {
  const body = new Uint8Array(5_000_001).map((_, index) => (index * 31) % 251);
  expect((await put('a1', 'main-token', body)).status).toBe(200);
  const response = await get('a1', 'main-token');
  expect(response.status).toBe(200);
  expect(response.headers.get('content-length')).toBe('5000001');
  expect(Buffer.from(await response.arrayBuffer()).equals(body)).toBe(true);
});

it('answers 401 to no token, to an unknown one and to a part of a known one', async () => {
  await put('a1', 'main-token', 'x');
  for (const token of [undefined, 'nobody', 'main-toke', 'main-tokenn', ''])
    expect((await get('a1', token)).status).toBe(401);
  expect((await put('b1', 'nobody', 'x')).status).toBe(401);
  expect(files()).toEqual(['main/a1']);
});

it('answers 404 when there is no entry', async () => {
  expect((await get('a1', 'main-token')).status).toBe(404);
});

it('answers 403 to a write with a token that may only read, and stores nothing', async () => {
  expect((await put('a1', 'reader-token', 'x')).status).toBe(403);
  expect(files()).toEqual([]);
});

it('answers 409 to a second write: the first writer wins', async () => {
  await put('a1', 'main-token', 'first');
  expect((await put('a1', 'main-token', 'second')).status).toBe(409);
  expect(await (await get('a1', 'main-token')).text()).toBe('first');
});

it('keeps one of two writes at the same time, whole, and tells the other 409', async () => {
  const bodies = ['p', 'q'].map((letter) => letter.repeat(300_000));
  const statuses = await Promise.all(bodies.map(async (body) => (await put('a1', 'main-token', body)).status));
  expect(statuses.sort()).toEqual([200, 409]);
  expect(bodies).toContain(await (await get('a1', 'main-token')).text());
  expect(files()).toEqual(['main/a1']);
});

it('answers 400 to a hash that is not one, and reads nothing outside of its folder', async () => {
  writeFileSync(join(root, 'secret'), 'secret');
  for (const hash of ['..%2Fsecret', '.unfinished-1', 'a.b', 'a%00']) {
    const response = await get(hash, 'main-token');
    expect([hash, response.status]).toEqual([hash, 400]);
  }
  for (const [path, status] of [
    ['..', 400],
    ['../secret', 404],
  ]) {
    const request = `GET /v1/cache/${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer main-token\r\nconnection: close\r\n\r\n`;
    expect(await sendRaw(request)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  }
});

it('answers 400 to a body shorter than its length, and keeps nothing of it', async () => {
  const head =
    'PUT /v1/cache/a1 HTTP/1.1\r\nhost: x\r\nauthorization: Bearer main-token\r\ncontent-length: 100\r\n\r\n';
  expect(await sendRaw(`${head}only this`)).toMatch(/^HTTP\/1\.1 400 /);
  // The answer is sent before what was received is removed.
  for (let tries = 0; files().length > 0 && tries < 100; tries++) await get('a1', 'main-token');
  expect(files()).toEqual([]);
  expect((await get('a1', 'main-token')).status).toBe(404);
});

it('answers 400 to a body without a length', async () => {
  const head = 'PUT /v1/cache/a1 HTTP/1.1\r\nhost: x\r\nauthorization: Bearer main-token\r\n';
  expect(await sendRaw(`${head}transfer-encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400 /);
  expect(files()).toEqual([]);
});

it('answers 413 to a body over its limit', async () => {
  const body = new Uint8Array(2 ** 24 + 1);
  expect((await put('a1', 'main-token', body)).status).toBe(413);
  expect(files()).toEqual([]);
});

it('never lets a pull request fill a slot that main reads', async () => {
  expect((await put('a1', 'pr-token', 'poison')).status).toBe(200);
  expect((await get('a1', 'main-token')).status).toBe(404);
  expect((await put('a1', 'main-token', 'clean')).status).toBe(200);
  expect(await (await get('a1', 'main-token')).text()).toBe('clean');
  expect(await (await get('a1', 'reader-token')).text()).toBe('clean');
});

it('lets a pull request read what main made, its own scope first', async () => {
  await put('a1', 'main-token', 'of main');
  await put('b1', 'main-token', 'of main');
  await put('b1', 'pr-token', 'of the pull request');
  expect(await (await get('a1', 'pr-token')).text()).toBe('of main');
  expect(await (await get('b1', 'pr-token')).text()).toBe('of the pull request');
});

it('serves a copied folder, and sweeps what an earlier server left unfinished', async () => {
  await put('a1', 'main-token', 'kept');
  await server.close();
  writeFileSync(join(root, 'main', '.unfinished-1'), 'half');
  server = createCacheServer({ root, grants: GRANTS });
  address = await server.listen({ host: '127.0.0.1', port: 0 });
  expect(await (await get('a1', 'main-token')).text()).toBe('kept');
  expect(files()).toEqual(['main/a1']);
  expect(readFileSync(join(root, 'main', 'a1'), 'utf8')).toBe('kept');
});
