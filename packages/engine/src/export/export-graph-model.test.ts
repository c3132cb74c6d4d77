import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@tsdistill/testing';
import { compileInference } from '../compile/compile-inference';
import type { InferenceSpec } from '../compile/predictor';
import { loadEngine } from '../load-engine';
import { dense } from '../ops/dense';
import { gelu } from '../ops/gelu';
import { gru } from '../ops/gru';
import { layerNorm } from '../ops/layer-norm';
import { lstm } from '../ops/lstm';
import { tf } from '../tf';
import { constant } from '../trace/constant';
import { exportGraphModel } from './export-graph-model';
import { loadGraphModelFolder } from './load-graph-model-folder';

beforeAll(() => loadEngine());

const [LENGTH, CHANNELS, UNITS] = [6, 2, 4];

function sines(shape: number[], scale: number, phase: number) {
  const size = shape.reduce((product, length) => product * length, 1);
  return { shape, values: Float32Array.from({ length: size }, (_, i) => scale * Math.sin(phase + i * 1.7 + i * i)) };
}

/** Recurrent layers, attention over time, a table of constants, two inputs and two outputs. */
const MODEL: InferenceSpec = {
  parameters: {
    'lstm/kernel': sines([CHANNELS + 1 + UNITS, 4 * UNITS], 0.5, 1),
    'lstm/bias': sines([4 * UNITS], 0.3, 2),
    'gru/kernel': sines([2 * UNITS, 3 * UNITS], 0.5, 3),
    'gru/bias': sines([3 * UNITS], 0.3, 4),
    scale: sines([UNITS], 1, 5),
    offset: sines([UNITS], 0.2, 6),
    'head/kernel': sines([UNITS, 3], 0.6, 7),
    'head/bias': sines([3], 0.1, 8),
  },
  inputs: {
    past: { shape: [-1, LENGTH, CHANNELS], dtype: 'float32' },
    known: { shape: [-1, LENGTH, 1], dtype: 'float32' },
  },
  forward: (p, { past, known }) => {
    const x = tf.concat([tf.mul(past!, constant([0.5, 2], [CHANNELS])), known!], 2);
    const hidden = gru(lstm(x, p['lstm/kernel']!, p['lstm/bias']!), p['gru/kernel']!, p['gru/bias']!);
    const weights = tf.softmax(tf.matMul(hidden, hidden, false, true));
    const mixed = layerNorm(gelu(tf.add(hidden, tf.matMul(weights, hidden))), p['scale']!, p['offset']!);
    return { forecast: dense(mixed, p['head/kernel']!, p['head/bias']!), hidden: mixed };
  },
};

function inputsAt(batch: number): Record<string, Float32Array> {
  return {
    past: sines([batch, LENGTH, CHANNELS], 1, batch).values,
    known: sines([batch, LENGTH, 1], 1, -batch).values,
  };
}

it.each(['cpu', 'wasm'] as const)(
  'an export forecasts on %s as the native graph does, at batch 1, 3 and 64',
  async (backend) => {
    const folder = temporaryFolder();
    exportGraphModel({ ...MODEL, metadata: { lookback: LENGTH, channels: ['a', 'b'] } }, folder);
    const predictor = compileInference(MODEL);
    const model = await loadGraphModelFolder(folder, backend);
    expect(model.metadata).toEqual({ lookback: LENGTH, channels: ['a', 'b'] });
    for (const batch of [1, 3, 64]) {
      const [exported, native] = [model.run(inputsAt(batch), batch), predictor.run(inputsAt(batch), batch)];
      expect(Object.keys(exported).sort()).toEqual(['forecast', 'hidden']);
      for (const [name, values] of Object.entries(exported)) {
        expect(values.length).toBe(native[name]!.length);
        const difference = values.reduce((most, value, i) => Math.max(most, Math.abs(value - native[name]![i]!)), 0);
        expect(difference).toBeLessThanOrEqual(1e-5);
      }
    }
    expect(tf.getBackend()).toBe('tensorflow');
    model.dispose();
    predictor.dispose();
  },
);

it('an export is two files, whose signature has the names and shapes of inputs and outputs', () => {
  const folder = join(temporaryFolder(), 'new', 'folder');
  exportGraphModel({ ...MODEL, metadata: {} }, folder);
  expect(readdirSync(folder).sort()).toEqual(['model.json', 'weights.bin']);
  const { signature, weightsManifest, modelTopology } = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'));
  const shapes = ({ tensorShape }: { tensorShape: { dim: { size: string }[] } }) =>
    tensorShape.dim.map(({ size }) => +size);
  expect(shapes(signature.inputs.past)).toEqual([-1, LENGTH, CHANNELS]);
  expect(shapes(signature.inputs.known)).toEqual([-1, LENGTH, 1]);
  expect(shapes(signature.outputs.forecast)).toEqual([-1, LENGTH, 3]);
  const names = weightsManifest[0].weights.map(({ name }: { name: string }) => name);
  expect(names).toEqual(expect.arrayContaining(Object.keys(MODEL.parameters).map((name) => `weights/${name}`)));
  expect(modelTopology.node.map(({ op }: { op: string }) => op)).not.toContain('BlockLSTMV2');
});

it('exporting leaves no tensor behind', () => {
  const before = tf.memory().numTensors;
  exportGraphModel({ ...MODEL, metadata: {} }, temporaryFolder());
  expect(tf.memory().numTensors).toBe(before);
});

it('a model that cannot be exported writes nothing', () => {
  const folder = join(temporaryFolder(), 'export');
  const forward: InferenceSpec['forward'] = (_, { past }) => ({ forecast: tf.add(past!, tf.ones(past!.shape)) });
  expect(() => exportGraphModel({ ...MODEL, forward, metadata: {} }, folder)).toThrow(
    expect.objectContaining({ code: 'TRACE_BATCH_CONSTANT' }),
  );
  expect(existsSync(folder)).toBe(false);
});

it('an export needs the native engine, and loading one needs a folder', async () => {
  await tf.setBackend('cpu');
  expect(() => exportGraphModel({ ...MODEL, metadata: {} }, temporaryFolder())).toThrow(
    expect.objectContaining({ code: 'EXPORT_NEEDS_NATIVE' }),
  );
  await tf.setBackend('tensorflow');
  await expect(loadGraphModelFolder(join(temporaryFolder(), 'none'), 'cpu')).rejects.toMatchObject({
    code: 'EXPORT_MISSING',
  });
});
