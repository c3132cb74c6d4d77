import { parseOptions } from './options';
import { ROW_NAMES } from './rows';

it('runs everything at full size where nothing is said', () => {
  const whole = { scale: 1, roundCount: 9, peersFull: false, rows: ROW_NAMES, isWhole: true };
  expect(parseOptions([])).toEqual(whole);
  expect(parseOptions(['--peers-full'])).toEqual({ ...whole, peersFull: true });
});

it.each([
  ['--scale', '0.5'],
  ['--rounds', '8'],
  ['--rows', 'wide'],
])('is no whole benchmark with %s %s', (...given) => {
  expect(parseOptions(given).isWhole).toBe(false);
});

it('runs the rows asked for, in the order of the table', () => {
  expect(parseOptions(['--rows', 'soft-targets,wide']).rows).toEqual(['wide', 'soft-targets']);
});

it.each([
  [['--scale', '0.04'], '--scale is a number from 0.05 to 1, not "0.04"'],
  [['--scale', 'x'], '--scale is a number from 0.05 to 1, not "x"'],
  [['--rounds', '1.5'], '--rounds is a whole number from 1, not "1.5"'],
  [['--rows', 'wide,tall'], /there is no "tall", only wide, wide-100mb, .*soft-targets/],
])('refuses %j', (given, message) => {
  expect(() => parseOptions(given)).toThrow(message);
});
