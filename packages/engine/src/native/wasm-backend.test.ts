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
