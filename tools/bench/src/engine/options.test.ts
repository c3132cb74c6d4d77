import { parseOptions } from './options';
import { BENCH_CASES } from './rows';

it('times everything where nothing is said, against nobody without a Python', () => {
  expect(parseOptions([])).toEqual({ cases: BENCH_CASES, python: undefined, frameworks: [], isWhole: true });
  expect(parseOptions(['--python', 'v'])).toMatchObject({ python: 'v', frameworks: ['torch', 'keras'], isWhole: true });
});

it('times the rows and rivals asked for, which is no whole benchmark', () => {
  const { cases, ...rest } = parseOptions(['--python', 'v', '--rows', 'cnn,mlp', '--against', 'torch']);
  expect(cases.map(({ row }) => row.architecture)).toEqual(['mlp', 'cnn']);
  expect(rest).toEqual({ python: 'v', frameworks: ['torch'], isWhole: false });
});

it.each([
  [['--rows', 'tcn'], '--rows: there is no "tcn", only mlp, lstm, itransformer, cnn, gru'],
  [['--python', 'v', '--against', 'jax'], '--against: there is no "jax", only torch, keras'],
])('refuses %j', (given, message) => {
  expect(() => parseOptions(given)).toThrow(message);
});
