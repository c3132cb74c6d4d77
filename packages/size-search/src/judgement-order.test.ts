import { frontOf, judgementOrder } from './judgement-order';

const models = [
  { parameterCount: 500, loss: 1 },
  { parameterCount: 50, loss: 1.02 },
  { parameterCount: 60, loss: 1.03 },
  { parameterCount: 10, loss: 1.5 },
  { parameterCount: 5, loss: null },
];

it('the front goes from the smallest up, without lost ones', () => expect(frontOf(models)).toEqual([3, 1, 0]));

it('judges the front from the smallest up, as far as one seed is within the margin', () => {
  expect(judgementOrder(models, 1, 0.02)).toEqual([1, 0]);
  expect(judgementOrder(models, 1, 0.0199)).toEqual([0]);
  expect(judgementOrder(models, 1, 0.5)).toEqual([3, 1, 0]);
});

it('judges the most accurate alone where none is within the margin', () => {
  expect(judgementOrder(models, 0.5, 0.02)).toEqual([0]);
});
