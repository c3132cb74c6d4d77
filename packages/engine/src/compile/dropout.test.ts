import { loadEngine } from '../load-engine';
import { tf } from '../tf';
import { compileStep } from './compile-step';

beforeAll(() => loadEngine());
beforeAll(() => tf.enableProdMode()); // the cpu backend prints advice otherwise
afterAll(() => tf.setBackend('tensorflow'));

const SIZE = 4000;
const RATE = 0.3;

/** A step whose gradient is what is left of a row of ones after dropout: of `a` at one call site, of `b` at another. */
function dropoutStep() {
  const ones = () => ({ shape: [SIZE], values: new Float32Array(SIZE).fill(1) });
  return compileStep({
    parameters: { a: ones(), b: ones() },
    feeds: {},
    loss: ({ a, b }, _, { dropout }) => ({ loss: tf.add(tf.sum(dropout(a!, RATE)), tf.sum(dropout(b!, RATE))) }),
    optimizer: { kind: 'sgd' },
  });
}

/** The masks of both call sites after each of `steps` steps with one seed. */
function masks(seed: number, steps: number): Float32Array[] {
  const step = dropoutStep();
  const found: Float32Array[] = [];
  let before = step.parameters();
  for (let index = 0; index < steps; index++) {
    step.run({}, { learningRate: 1, seed, epoch: 1 });
    const after = step.parameters();
    for (const name of ['a', 'b']) found.push(after[name]!.values.map((value, i) => before[name]!.values[i]! - value));
    before = after;
  }
  step.dispose();
  return found;
}

/** The share of elements that are dropped in both masks, or kept in both. */
function agreement(one: Float32Array, two: Float32Array): number {
  return one.filter((value, i) => value > 0 === two[i]! > 0).length / SIZE;
}

describe.each(['tensorflow', 'cpu'])('dropout on %s', (backend) => {
  beforeAll(() => tf.setBackend(backend));

  it('drops a share `rate` and scales the rest, so that the mean stays 1', () => {
    for (const mask of masks(1, 2)) {
      const kept = mask.filter((value) => value > 0.5);
      expect(kept.length / SIZE).toBeGreaterThan(1 - RATE - 0.03);
      expect(kept.length / SIZE).toBeLessThan(1 - RATE + 0.03);
      for (const value of kept) expect(value).toBeCloseTo(1 / (1 - RATE), 4);
    }
  });

  it('is independent between call sites, steps and seeds, also neighbouring ones', () => {
    const all = [...masks(1, 2), ...masks(2, 2), ...masks(3, 1)];
    const independent = RATE ** 2 + (1 - RATE) ** 2;
    for (const [i, one] of all.entries())
      for (const two of all.slice(i + 1)) expect(Math.abs(agreement(one, two) - independent)).toBeLessThan(0.04);
  });

  it('is the same for the same seed and step', () => expect(masks(5, 3)).toEqual(masks(5, 3)));
});
