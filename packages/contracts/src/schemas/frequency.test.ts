import fc from 'fast-check';
import { formatFrequency, parseFrequency } from './frequency';

it.each([
  ['PT1H', 3_600_000],
  ['PT15M', 900_000],
  ['P1D', 86_400_000],
  ['PT30S', 30_000],
  ['P1DT12H', 129_600_000],
  ['PT90M', 5_400_000],
])('reads %s as %d ms', (text, stepMs) => {
  expect(parseFrequency(text)).toBe(stepMs);
});

it.each([
  '',
  'P',
  'PT',
  'P1DT',
  'PT0S',
  'P0D',
  'P1M',
  'P1Y',
  'P1W',
  '1H',
  'PT1.5H',
  'pt1h',
  'PT-1H',
  ' PT1H',
  'PT1M1H',
])('refuses %p: no fixed step', (text) => {
  expect(parseFrequency(text)).toBeUndefined();
});

it('writes every whole number of seconds so that it reads back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000_000 }), (seconds) => {
      expect(parseFrequency(formatFrequency(seconds * 1000))).toBe(seconds * 1000);
    }),
  );
});

it('prefers the largest units', () => {
  expect(formatFrequency(5_400_000)).toBe('PT1H30M');
  expect(formatFrequency(86_400_000)).toBe('P1D');
});
