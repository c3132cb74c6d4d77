import { loadEngine } from '../load-engine';
import { dense } from '../ops/dense';
import { tf } from '../tf';
import { constant } from '../trace/constant';
import { nativeKernels } from '../trace/native-kernels';
import { compileInference } from './compile-inference';
import type { InferenceSpec } from './predictor';

beforeAll(() => loadEngine());

/** forecast = (x · w + b) with a table added, hidden = x · 2; w is [2, 3]. */
function spec(scale: number): InferenceSpec {
  const values = Float32Array.of(1, 2, 3, 4, 5, 6).map((value) => value * scale);
  return {
    parameters: { w: { shape: [2, 3], values }, b: { shape: [3], values: Float32Array.of(0, 0, 1) } },
    inputs: { x: { shape: [-1, 2], dtype: 'float32' } },
    forward: ({ w, b }, { x }, { dropout }) => ({
      forecast: tf.add(dense(dropout(x!, 0.9), w!, b!), constant([10, 20, 30], [3])),
      hidden: tf.mul(x!, 2),
    }),
  };
}

it('predicts at every batch size, without dropout', () => {
  const predictor = compileInference(spec(1));
  expect(predictor.run({ x: Float32Array.of(1, 0) }, 1)).toEqual({
    forecast: Float32Array.of(11, 22, 34),
    hidden: Float32Array.of(2, 0),
  });
  expect(predictor.run({ x: Float32Array.of(1, 0, 0, 1, 1, 1) }, 3)).toEqual({
    forecast: Float32Array.of(11, 22, 34, 14, 25, 37, 15, 27, 40),
    hidden: Float32Array.of(2, 0, 0, 2, 2, 2),
  });
  predictor.dispose();
});

it('takes new weights without being compiled again', () => {
  const predictor = compileInference(spec(1));
  predictor.setParameters(spec(2).parameters);
  expect(predictor.run({ x: Float32Array.of(1, 0) }, 1)['forecast']).toEqual(Float32Array.of(12, 24, 37));
  const { w } = spec(1).parameters;
  expect(() => predictor.setParameters({ w: w! })).toThrow('"b" is missing');
  predictor.dispose();
});

it.each<[string, Record<string, Float32Array>]>([
  ['The feed "x" is missing', {}],
  ['The feed "x" has 4 values; its shape [3,2] needs 6.', { x: new Float32Array(4) }],
  ['The feed "y" is not known; there is x.', { x: new Float32Array(6), y: new Float32Array(1) }],
])('refuses inputs: %s', (message, inputs) => {
  const predictor = compileInference(spec(1));
  expect(() => predictor.run(inputs, 3)).toThrow(message);
  predictor.dispose();
});

it('refuses outputs that are no float tensors', () => {
  const forward = (_: unknown, { x }: { x?: unknown }) => ({ forecast: tf.cast(x as never, 'int32') });
  expect(() => compileInference({ ...spec(1), forward })).toThrow(expect.objectContaining({ code: 'TRACE_OUTPUT' }));
});

it('leaves no tensor behind, and says so when it is used after dispose', () => {
  const { binding } = nativeKernels();
  const counts = () => [tf.memory().numTensors, binding.getNumOfTensors(), binding.getNumOfSavedModels()];
  const before = counts();
  const predictor = compileInference(spec(1));
  for (let batch = 1; batch < 20; batch++) predictor.run({ x: new Float32Array(2 * batch) }, batch);
  predictor.dispose();
  expect(counts()).toEqual(before);
  expect(() => predictor.run({ x: new Float32Array(2) }, 1)).toThrow(
    expect.objectContaining({ code: 'STEP_DISPOSED' }),
  );
});
