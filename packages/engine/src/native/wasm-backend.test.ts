import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { loadEngine } from '../load-engine';
import { tf } from '../tf';

it('runs the same operations in WebAssembly when asked for, without a native half', async () => {
  process.env['TSDISTILL_BACKEND'] = 'wasm';
  const engine = await loadEngine();
  expect(engine).toMatchObject({ backend: 'wasm', threads: 1 });
  expect(engine.native).toBeUndefined();
  expect(tf.getBackend()).toBe('wasm');
  const a = tf.tensor2d([1, 2, 3, 4], [2, 2]);
  expect([...tf.matMul(a, a).dataSync()]).toEqual([7, 10, 15, 22]);
});

// In a process of its own: after a failure this backend refuses to start again.
it('says from where it cannot start', () => {
  const script = `
    const { startWasmBackend } = require(process.argv[1]);
    startWasmBackend('no-such-folder').catch(({ code, context }) => console.log(code, context.folder));`;
  const args = ['-r', '@swc-node/register', '-e', script, join(__dirname, 'wasm-backend.ts')];
  expect(spawnSync(process.execPath, args, { encoding: 'utf8' }).stdout).toBe('ENGINE_WASM no-such-folder\n');
});
