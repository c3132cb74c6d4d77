import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Int64Scalar } from '@tensorflow/tfjs-node/dist/int64_tensors';
import { loadEngine } from './load-engine';
import { tf } from './tf';

/** Runs a script on the engine in a process of its own, whose environment names no threads and no log level. */
async function runAlone(script: string): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('TF_'));
  const source = `
    const countThreads = () => require('node:fs').readdirSync('/proc/self/task').length;
    const { loadEngine } = require(process.argv[1]);
    const before = countThreads();
    loadEngine().then(({ tf }) => { ${script} });`;
  const args = ['-r', '@swc-node/register', '-e', source, join(__dirname, 'load-engine.ts')];
  return promisify(execFile)(process.execPath, args, { env: Object.fromEntries(kept) });
}

it('multiplies matrices natively', async () => {
  const engine = await loadEngine();
  expect(engine).toMatchObject({ backend: 'native', tensorflowVersion: '2.21.0', threads: 1 });
  expect(tf.getBackend()).toBe('tensorflow');
  const a = tf.tensor2d([1, 2, 3, 4], [2, 2]);
  expect([...tf.matMul(a, a).dataSync()]).toEqual([7, 10, 15, 22]);
});

it('is started once in a process', async () => {
  expect((await loadEngine()) === (await loadEngine())).toBe(true);
});

it('computes with int64 scalars, which exist only natively', async () => {
  const { native } = await loadEngine();
  const { TF_ATTR_TYPE: type, TF_INT64, TF_INT32 } = native!.binding;
  const attributes = [
    { name: 'SrcT', type, value: TF_INT64 },
    { name: 'DstT', type, value: TF_INT32 },
  ];
  const scalar = new Int64Scalar(-7) as never;
  expect([...native!.kernelBackend.executeSingleOutput('Cast', attributes, [scalar]).dataSync()]).toEqual([-7]);
});

const onLinux = process.platform === 'linux' ? it : it.skip;

// TensorFlow has two pools, within an operation and between operations; with one thread each they add two threads.
onLinux('computes in one thread of its own accord, and prints nothing', async () => {
  const { stdout, stderr } = await runAlone(`
    const a = tf.ones([500, 500]);
    tf.matMul(a, a).dataSync();
    console.log(countThreads() - before);`);
  expect(stdout).toBe('2\n');
  expect(stderr).toBe('');
});
