import type { PipelineError } from '@tsdistill/contracts';
import { ModelConfig } from '@tsdistill/forecasting';
import { limitLatency, limitWeights } from './limit-candidates';

const model = ModelConfig.parse({ architecture: 'linear', lookback: 8 });
const candidate = (name: string, parameterCount: number) => ({
  name,
  model,
  learningRate: 0.1,
  parameterCount,
  byteCount: 4 * parameterCount,
});
const all = [candidate('small', 25), candidate('large', 1000)];
const thrownBy = (body: () => unknown): PipelineError => {
  try {
    body();
  } catch (error) {
    return error as PipelineError;
  }
  throw new Error('nothing was thrown');
};

it('keeps those of exactly the limit', () => {
  expect(limitWeights(all, 0.1).map(({ name }) => name)).toEqual(['small']);
  expect(limitWeights(all, 4)).toEqual(all);
  expect(limitWeights(all, undefined)).toBe(all);
  expect(limitLatency(all, 0.5, ({ name }) => (name === 'small' ? 0.6 : 0.5)).map(({ name }) => name)).toEqual([
    'large',
  ]);
});

it('a limit below all of them names the least, and the option to raise', () => {
  const { code, message, hint } = thrownBy(() => limitWeights(all, 0.099));
  expect(code).toBe('SIZE_LIMIT_TOO_LOW');
  expect(message).toBe('None of the 2 candidates is within --max-kb 0.099: the least is 0.100 kB, of small.');
  expect(hint).toBe('Raise --max-kb, or leave it out.');
  const slow = thrownBy(() => limitLatency(all, 0.01, ({ parameterCount }) => parameterCount / 1000));
  expect(slow.message).toBe('None of the 2 candidates is within --max-ms 0.01: the least is 0.0250 ms, of small.');
});
