import { cyclesOf } from './cycles-of';

it.each([
  ['a week of hours', 168, 'PT1H', [24, 168]],
  ['a day of hours', 24, 'PT1H', [24]],
  ['a day of quarter hours', 96, 'PT15M', [4, 96]],
  ['a day of ten minutes', 144, 'PT10M', [6, 144]],
  ['a week of days', 7, 'P1D', [7]],
  ['a season that no day divides', 36, 'PT1H', [36]],
  ['a year of months, which have no fixed length', 12, 'P1M', [12]],
  ['two years of months', 24, 'P1M', [12, 24]],
  ['a year of quarters', 4, 'P3M', [4]],
  ['four weeks of business days', 20, 'B', [5, 20]],
  ['a year of weeks', 52, 'P1W', [52]],
  ['no season', 1, 'PT1H', []],
])('%s', (_, season, frequency, expected) => expect(cyclesOf(season, frequency)).toEqual(expected));
