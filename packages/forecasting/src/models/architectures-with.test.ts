import { architecturesWith } from './architectures-with';
import { ModelConfig } from './model-config';
import { ARCHITECTURES } from './registry';

it('names those whose config takes the option, and no others', () => {
  expect(architecturesWith('dropout')).toEqual([
    ...['mlp', 'tide', 'rnn', 'lstm', 'gru', 'seg-rnn', 'cnn', 'transformer', 'itransformer', 'patch-tst'],
  ]);
  expect(architecturesWith('nothing')).toEqual([]);
});

it('agrees with what a config fills in by itself', () => {
  for (const architecture of ARCHITECTURES) {
    const parsed = ModelConfig.safeParse({ architecture, lookback: 1440, options: {} });
    if (parsed.success)
      expect([architecture, 'dropout' in parsed.data.options]).toEqual([
        architecture,
        architecturesWith('dropout').includes(architecture),
      ]);
  }
});
