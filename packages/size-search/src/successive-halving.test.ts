import { halve, type Rung, rungEpochs } from './successive-halving';

/** Runs a search whose losses follow from a formula. */
function search(sizes: readonly number[], epochs: number, lossOf: (index: number, epochs: number) => number | null) {
  const rungs: Rung[] = [];
  const steps = halve(sizes, epochs);
  let step = steps.next();
  while (!step.done) {
    const rung = step.value;
    rungs.push(rung);
    step = steps.next(rung.candidates.map((index) => lossOf(index, rung.epochs)));
  }
  return { rungs, reached: step.value };
}

it.each([
  [40, [5, 14, 40]],
  [15, [2, 5, 15]],
  [9, [1, 3, 9]],
  [3, [1, 3]],
  [2, [1, 2]],
  [1, [1]],
])('%i epochs make rungs of %p', (epochs, expected) => expect(rungEpochs(epochs)).toEqual(expected));

describe('a search over 20 models, of which every third is on the front', () => {
  const sizes = Array.from({ length: 20 }, (_, index) => 10 + index);
  const isGood = (index: number) => index % 3 === 0;
  const { rungs, reached } = search(
    sizes,
    27,
    (index, epochs) => (isGood(index) ? 1 : 3) - index / 100 - epochs / 1000,
  );

  it('goes on with a third, rounded up, after each rung', () => {
    expect(rungs.map(({ epochs, candidates }) => [epochs, candidates.length])).toEqual([
      [3, 20],
      [9, 7],
      [27, 3],
    ]);
  });

  it('goes on with the front', () => {
    expect(rungs[1]?.candidates).toEqual([0, 3, 6, 9, 12, 15, 18]);
    expect(rungs[2]?.candidates).toEqual([12, 15, 18]);
  });

  it('remembers what each reached, and nothing of rungs that it did not see', () => {
    expect(reached[1]).toEqual([{ epochs: 3, validationLoss: 3 - 0.01 - 0.003 }]);
    expect(reached[18]?.map(({ epochs }) => epochs)).toEqual([3, 9, 27]);
    expect(reached[18]?.[2]?.validationLoss).toBe(1 - 0.18 - 0.027);
  });
});

it('drops a model whose training was lost, even where room is left for it', () => {
  const { rungs, reached } = search([1, 2, 3], 2, (index) => (index === 0 ? null : index));
  expect(rungs.map(({ candidates }) => candidates)).toEqual([[0, 1, 2], [1]]);
  expect(reached[0]).toEqual([{ epochs: 1, validationLoss: null }]);
});
