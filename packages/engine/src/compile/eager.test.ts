import { loadEngine } from '../load-engine';
import { startWasmBackend } from '../native/wasm-backend';
import { dense } from '../ops/dense';
import { gru } from '../ops/gru';
import { layerNorm } from '../ops/layer-norm';
import { lstm } from '../ops/lstm';
import { tf } from '../tf';
import { compileInference } from './compile-inference';
import { compileStep } from './compile-step';
import type { Tensors } from './forward-context';
import type { OptimizerSpec } from './optimizer-spec';
import type { TrainStepSpec } from './train-step';

beforeAll(async () => {
  await loadEngine();
  await startWasmBackend();
});

const [BATCH, LENGTH, INPUTS, UNITS] = [5, 8, 3, 6];

function sines(shape: number[], scale: number, phase: number) {
  const size = shape.reduce((product, length) => product * length, 1);
  return { shape, values: Float32Array.from({ length: size }, (_, i) => scale * Math.sin(phase + i * 1.7 + i * i)) };
}

const PARAMETERS = {
  'lstm.kernel': sines([INPUTS + UNITS, 4 * UNITS], 0.5, 1),
  'lstm.bias': sines([4 * UNITS], 0.3, 2),
  'gru.kernel': sines([UNITS + UNITS, 3 * UNITS], 0.5, 3),
  'gru.bias': sines([3 * UNITS], 0.3, 4),
  scale: sines([UNITS], 1, 5),
  offset: sines([UNITS], 0.2, 6),
  'head.kernel': sines([UNITS, 1], 0.6, 7),
  'head.bias': sines([1], 0.1, 8),
};
const INPUT = { x: sines([BATCH, LENGTH, INPUTS], 1, 9).values, y: sines([BATCH, LENGTH, 1], 1, 10).values };

/** lstm → gru → layerNorm → dense: x [B, T, I] → [B, T, 1] */
function forward(p: Tensors, x: tf.Tensor): tf.Tensor {
  const hidden = gru(lstm(x, p['lstm.kernel']!, p['lstm.bias']!), p['gru.kernel']!, p['gru.bias']!);
  return dense(layerNorm(hidden, p['scale']!, p['offset']!), p['head.kernel']!, p['head.bias']!);
}

function spec(optimizer: OptimizerSpec): TrainStepSpec {
  return {
    parameters: PARAMETERS,
    feeds: {
      x: { shape: [BATCH, LENGTH, INPUTS], dtype: 'float32' },
      y: { shape: [BATCH, LENGTH, 1], dtype: 'float32' },
    },
    loss: (p, { x, y }) => {
      const errors = tf.sub(forward(p, x!), y!);
      return { loss: tf.mean(tf.square(errors)), mae: tf.mean(tf.abs(errors)) };
    },
    optimizer,
    clipNorm: 0.5,
  };
}

/** 10 steps on one backend, the last 5 after a save and a restore; and what the result predicts at another batch size. */
function trainOn(backend: string, optimizer: OptimizerSpec) {
  void tf.setBackend(backend);
  const tensorCount = tf.memory().numTensors;
  const at = { learningRate: 0.05, seed: 1, epoch: 1 };
  const [step, resumed] = [compileStep(spec(optimizer)), compileStep(spec(optimizer))];
  const reports = [1, 2, 3, 4, 5].map(() => step.run(INPUT, at));
  resumed.restore(step.state());
  reports.push(...[6, 7, 8, 9, 10].map(() => resumed.run(INPUT, at)));
  const inputs = { x: { shape: [-1, LENGTH, INPUTS], dtype: 'float32' } } as const;
  const predictor = compileInference({
    parameters: PARAMETERS,
    inputs,
    forward: (p, { x }) => ({ forecast: forward(p, x!) }),
  });
  predictor.setParameters(resumed.parameters());
  const { forecast } = predictor.run({ x: INPUT.x.subarray(0, 2 * LENGTH * INPUTS) }, 2);
  const parameters = Object.values(resumed.parameters()).flatMap(({ values }) => [...values]);
  [step, resumed, predictor].forEach((compiled) => compiled.dispose());
  expect(tf.memory().numTensors).toBe(tensorCount);
  void tf.setBackend('tensorflow');
  return { reports, parameters, forecast: [...forecast!] };
}

function expectClose(found: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(found.length).toBe(expected.length);
  expect(Math.max(...found.map((value, i) => Math.abs(value - expected[i]!)))).toBeLessThanOrEqual(tolerance);
}

it.each<OptimizerSpec>([
  { kind: 'sgd' },
  { kind: 'momentum', nesterov: true },
  { kind: 'adam' },
  { kind: 'adamw', weightDecay: 0.1 },
])('the same model trains and predicts the same on wasm as in the native graph, with $kind', (optimizer) => {
  const [wasm, native] = [trainOn('wasm', optimizer), trainOn('tensorflow', optimizer)];
  expectClose(wasm.parameters, native.parameters, 1e-4);
  expectClose(wasm.forecast, native.forecast, 1e-4);
  wasm.reports.forEach((report, i) => {
    const expected = native.reports[i]!;
    expect(Object.keys(report)).toEqual(Object.keys(expected));
    expectClose(Object.values(report), Object.values(expected), 1e-4);
  });
  expect(native.reports[9]!.loss).toBeLessThan(native.reports[0]!.loss);
});

it('on wasm, too, feeds, states and unused parameters are checked', () => {
  void tf.setBackend('wasm');
  const parameters = { ...PARAMETERS, idle: sines([2], 1, 0) };
  expect(() => compileStep({ ...spec({ kind: 'sgd' }), parameters })).toThrow('The loss does not depend on idle.');
  const step = compileStep(spec({ kind: 'sgd' }));
  expect(() => step.run({ x: INPUT.x }, { learningRate: 1, seed: 1, epoch: 1 })).toThrow('The feed "y" is missing');
  expect(() => step.restore({ stepCount: 0, parameters, slots: {} })).toThrow('"idle" is not known');
  step.dispose();
  void tf.setBackend('tensorflow');
});
