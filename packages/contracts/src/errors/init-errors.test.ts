import { PipelineError } from './pipeline-error';

it.each([
  [1, 'shop.csv: 1 problem stands in the way, listed above.'],
  [3, 'shop.csv: 3 problems stand in the way, listed above.'],
])('INSPECT_PROBLEMS: %p of them', (problemCount, message) => {
  expect(new PipelineError('INSPECT_PROBLEMS', { file: 'shop.csv', problemCount }).message).toBe(message);
});
