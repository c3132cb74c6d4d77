import { loadEngine } from '../load-engine';
import { tf } from '../tf';
import { compileInference } from './compile-inference';
import { compileStep } from './compile-step';
import type { ForwardContext, Tensors } from './forward-context';
import type { LossFunction } from './train-step';

beforeAll(() => loadEngine());
beforeAll(() => tf.enableProdMode()); // the cpu backend prints advice otherwise
afterAll(() => tf.setBackend('tensorflow'));

const AT = { learningRate: 0.5, seed: 1, epoch: 1 };
const PARAMETERS = {
  weight: { shape: [], values: Float32Array.of(2) },
  mean: { shape: [], values: Float32Array.of(5) },
};
const FEEDS = { x: { shape: [4], dtype: 'float32' } } as const;

/** weight · (x − mean of the batch), [B]. */
function centred({ weight, mean }: Tensors, x: tf.Tensor, { statistic }: ForwardContext): tf.Tensor {
  return tf.mul(
    weight!,
    tf.sub(
      x,
      statistic(mean!, () => tf.mean(x)),
    ),
  );
}

const loss: LossFunction = (parameters, { x }, context) => {
  const out = centred(parameters, x!, context);
  return { loss: tf.sum(tf.square(out)) as tf.Scalar, first: tf.sum(tf.slice(out, 0, 1)) as tf.Scalar };
};

const spec = { parameters: PARAMETERS, feeds: FEEDS, loss, optimizer: { kind: 'adamw' as const } };

describe.each(['tensorflow', 'cpu'])('a statistic of the batch on %s', (backend) => {
  beforeAll(() => tf.setBackend(backend));

  it('is that of the batch in a step, and its parameter goes a tenth of the way to it, whatever the optimizer', () => {
    const step = compileStep(spec);
    const first = step.run({ x: Float32Array.of(1, 2, 3, 4) }, AT);
    expect(first['first']).toBeCloseTo(2 * (1 - 2.5), 5);
    expect(step.parameters()['mean']!.values[0]).toBeCloseTo(5 + 0.1 * (2.5 - 5), 5);
    step.run({ x: Float32Array.of(10, 10, 10, 14) }, AT);
    expect(step.parameters()['mean']!.values[0]).toBeCloseTo(4.75 + 0.1 * (11 - 4.75), 5);
    expect(Object.keys(step.state().slots)).toEqual(['mean/weight', 'variance/weight']);
    step.dispose();
  });

  it('goes on from a state', () => {
    const [step, resumed] = [compileStep(spec), compileStep(spec)];
    step.run({ x: Float32Array.of(1, 2, 3, 4) }, AT);
    resumed.restore(step.state());
    for (const each of [step, resumed]) each.run({ x: Float32Array.of(0, 1, 1, 8) }, AT);
    expect(resumed.state()).toEqual(step.state());
    [step, resumed].forEach((each) => each.dispose());
  });

  it('is its parameter in a prediction', () => {
    const forward = (parameters: Tensors, { x }: Tensors, context: ForwardContext) => {
      return { forecast: centred(parameters, x!, context) };
    };
    const inputs = { x: { shape: [-1], dtype: 'float32' } } as const;
    const predictor = compileInference({ parameters: PARAMETERS, inputs, forward });
    expect([...predictor.run({ x: Float32Array.of(1, 7) }, 2)['forecast']!]).toEqual([-8, 4]);
    predictor.dispose();
  });

  it('leaves no tensor behind', () => {
    const before = tf.memory().numTensors;
    const step = compileStep(spec);
    step.run({ x: Float32Array.of(1, 2, 3, 4) }, AT);
    step.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('leaves no tensor behind where a parameter is not used', () => {
    const before = tf.memory().numTensors;
    const parameters = { ...PARAMETERS, idle: PARAMETERS.weight };
    expect(() => compileStep({ ...spec, parameters })).toThrow('The loss does not depend on idle.');
    expect(tf.memory().numTensors).toBe(before);
  });

  it('is read once in a step, of a parameter', () => {
    const twice: LossFunction = (parameters, feeds, context) => {
      loss(parameters, feeds, context);
      return loss(parameters, feeds, context);
    };
    const ofAnother: LossFunction = (parameters, feeds, context) =>
      loss({ ...parameters, mean: tf.scalar(0) }, feeds, context);
    for (const wrong of [twice, ofAnother])
      expect(() => compileStep({ ...spec, loss: wrong })).toThrow('a running statistic is a parameter');
  });
});
