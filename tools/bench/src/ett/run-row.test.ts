import { chooseStudent } from './run-row';
import { ROWS } from './rows';

const [first, second, third] = ROWS.best.candidates;
const CANDIDATES = [
  { distillation: first, parameterCount: 145, mse: 0.7 },
  { distillation: second, parameterCount: 100_000, mse: 0.6 },
  { distillation: third, parameterCount: 100_001, mse: 0.5 },
];

it('chooses the lowest validation mse of those that are just small enough', () => {
  expect(chooseStudent(CANDIDATES, 100_000).distillation).toBe(second);
  expect(chooseStudent(CANDIDATES, 100_001).distillation).toBe(third);
  expect(chooseStudent(CANDIDATES, 99_999).distillation).toBe(first);
});

it('refuses when none is small enough, with the limit', () => {
  expect(() => chooseStudent(CANDIDATES, 144)).toThrow('no candidate has at most 144 parameters');
});
