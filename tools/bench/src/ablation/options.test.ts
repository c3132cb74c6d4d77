import { isWhole, parseOptions } from './options';
import { PAIR_NAMES } from './pairs';
import { WAYS } from './ways';

it('runs everything unless told otherwise', () => {
  expect(parseOptions([])).toEqual({ pairs: PAIR_NAMES, ways: WAYS, seeds: [0, 1, 2] });
});

it('keeps the table of a pair with all ways and seeds, and of no other run', () => {
  expect(isWhole(parseOptions(['--pairs', 'etth1-mlp']))).toBe(true);
  expect(isWhole(parseOptions(['--seeds', '0,1']))).toBe(false);
  expect(isWhole(parseOptions(['--ways', 'model,feature']))).toBe(false);
});

it('refuses what there is not, with what there is', () => {
  expect(() => parseOptions(['--ways', 'hint'])).toThrow(/--ways: there is no "hint", only response, confidence, /);
});
