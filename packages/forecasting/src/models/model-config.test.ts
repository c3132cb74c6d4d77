import { ModelConfig } from './model-config';

const OTHERS: Readonly<Record<string, object>> = { 'patch-tst': { stride: 4 } };

it.each([
  ['period', 'sparse-tsf'],
  ['segment', 'seg-rnn'],
  ['patch', 'patch-tst'],
])('reads a lookback of one %s with %s, and refuses a shorter one with the number', (option, architecture) => {
  const parse = (lookback: number) =>
    ModelConfig.safeParse({ architecture, lookback, options: { [option]: 12, ...OTHERS[architecture] } }).error?.issues;
  expect(parse(12)).toBeUndefined();
  expect(parse(11)).toEqual([
    expect.objectContaining({ path: ['lookback'], message: 'must be at least 12 with these options' }),
  ]);
});

it('refuses options that an architecture does not have', () => {
  const problems = (config: object) => ModelConfig.safeParse(config).error?.issues.map(({ path }) => path.join('.'));
  expect(problems({ architecture: 'linear', lookback: 4, options: { units: 3 } })).toEqual(['options']);
  expect(problems({ architecture: 'lstm', lookback: 4, colour: 'red' })).toEqual(['']);
  const even = { lookback: 9, options: { decomposition: 4 } };
  expect(problems({ architecture: 'linear', ...even })).toEqual(['options.decomposition']);
  expect(problems({ architecture: 'mlp', ...even })).toEqual(['options.decomposition']);
});

it.each([
  ['transformer', { width: 8, heads: 3 }, 'width must be a multiple of heads'],
  ['itransformer', { width: 8, heads: 3 }, 'width must be a multiple of heads'],
  ['patch-tst', { width: 8, heads: 3 }, 'width must be a multiple of heads'],
  ['patch-tst', { patch: 16, stride: 6 }, 'patch must be a multiple of stride'],
])('refuses sizes of %s that do not fit together: %p', (architecture, options, message) => {
  const { error } = ModelConfig.safeParse({ architecture, lookback: 96, options });
  expect(error?.issues.map((issue) => [issue.path, issue.message])).toEqual([[['options'], message]]);
});
