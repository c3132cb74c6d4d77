import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeEngine } from './describe-engine';
import { engineIdentity } from './engine-identity';
import { provisionEngine } from './provision-engine';

const before = { ...process.env };
afterEach(() => (process.env = { ...before }));

const sha256sum = (path: string): string => execFileSync('sha256sum', [path], { encoding: 'utf8' }).slice(0, 64);

it('is known before anything is downloaded', async () => {
  const cache = (process.env['XDG_CACHE_HOME'] = mkdtempSync(join(tmpdir(), 'tsdistill-')));
  expect(await engineIdentity()).toMatchObject({ backend: 'native', tensorflowVersion: '2.21.0', threads: 1 });
  expect(await describeEngine()).toMatchObject({ backend: 'native', folder: undefined });
  expect(readdirSync(cache)).toEqual([]);
});

it('names the library that is really in the cache', async () => {
  const { folder, tensorflowVersion, librarySha256 } = await provisionEngine();
  expect(librarySha256).toBe(sha256sum(join(folder, 'lib', readdirSync(join(folder, 'lib')).sort()[0]!)));
  expect(await engineIdentity()).toMatchObject({ tensorflowVersion, librarySha256 });
  expect(await describeEngine()).toMatchObject({ folder });
});

it('names the file that WebAssembly runs', async () => {
  process.env['TSDISTILL_BACKEND'] = 'wasm';
  const file = require.resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm');
  expect(await engineIdentity()).toEqual({
    backend: 'wasm',
    tensorflowVersion: '4.22.0',
    librarySha256: sha256sum(file),
    threads: 1,
  });
});

it('refuses an unknown backend', async () => {
  process.env['TSDISTILL_BACKEND'] = 'cuda';
  await expect(engineIdentity()).rejects.toMatchObject({
    code: 'ENGINE_BACKEND',
    context: { found: 'cuda', known: ['native', 'wasm'] },
  });
});
