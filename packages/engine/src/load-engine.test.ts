import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Int64Scalar } from '@tensorflow/tfjs-node/dist/int64_tensors';
import { loadEngine } from './load-engine';
import { tf } from './tf';

/** Runs a script on the engine in a process of its own, whose environment names no threads and no log level. */
async function runAlone(script: string): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('TF_'));
  const source = `require(process.argv[1]).loadEngine().then(({ tf }) => { ${script} })`;
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
  expect(await loadEngine()).toBe(await loadEngine());
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

it('computes in one thread of its own accord, and prints nothing', async () => {
  const { stdout, stderr } = await runAlone(`
    const a = tf.ones([1500, 1500]);
    const multiply = () => tf.tidy(() => tf.matMul(a, a).dataSync());
    multiply();
    const [start, cpu] = [performance.now(), process.cpuUsage()];
    for (let i = 0; i < 4; i++) multiply();
    const { user, system } = process.cpuUsage(cpu);
    console.log((user + system) / 1000 / (performance.now() - start));`);
  expect(Number(stdout)).toBeLessThan(1.25);
  expect(stderr).toBe('');
});
