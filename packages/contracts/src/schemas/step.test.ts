import fc from 'fast-check';
import { addSteps, countSteps, isWeekday, parseStep, type Step } from './step';

const at = (text: string) => Date.parse(`${text}Z`);
const step = (text: string): Step => parseStep(text)!;
const DAY_MS = 86_400_000;

describe('parseStep', () => {
  it.each([
    ['PT15M', { kind: 'fixed', ms: 900_000 }],
    ['P2W', { kind: 'fixed', ms: 14 * DAY_MS }],
    ['P1M', { kind: 'months', count: 1 }],
    ['P3M', { kind: 'months', count: 3 }],
    ['P1Y', { kind: 'months', count: 12 }],
    ['B', { kind: 'business-days' }],
  ])('reads %s', (text, expected) => {
    expect(parseStep(text)).toEqual(expected);
  });

  it.each(['', 'P0M', 'P0W', 'P0D', 'P1M2D', 'PT1.5H', '-P1M', 'b', '1h'])('refuses "%s"', (text) => {
    expect(parseStep(text)).toBeUndefined();
  });
});

describe('addSteps', () => {
  // By hand, from a calendar.
  it.each([
    ['2024-01-31T00:00', 1, 'P1M', '2024-02-29T00:00'],
    ['2024-01-31T00:00', 3, 'P1M', '2024-04-30T00:00'],
    ['2024-02-29T00:00', 1, 'P1M', '2024-03-31T00:00'],
    ['2024-01-30T06:00', 1, 'P1M', '2024-02-29T06:00'],
    ['2024-01-30T06:00', 2, 'P1M', '2024-03-30T06:00'],
    ['2024-11-01T00:00', 2, 'P3M', '2025-05-01T00:00'],
    ['2024-02-29T12:00', 1, 'P1Y', '2025-02-28T12:00'],
    ['0001-01-31T00:00', 1, 'P1M', '0001-02-28T00:00'],
    ['2020-04-17T00:00', 1, 'B', '2020-04-20T00:00'],
    ['2020-04-17T00:00', 6, 'B', '2020-04-27T00:00'],
    ['2020-04-13T00:00', 4, 'B', '2020-04-17T00:00'],
    ['2024-03-10T01:00', 2, 'PT1H', '2024-03-10T03:00'],
    ['2024-03-31T00:00', -1, 'P1M', '2024-02-29T00:00'],
    ['2024-01-30T00:00', -11, 'P1M', '2023-02-28T00:00'],
    ['2020-04-20T00:00', -1, 'B', '2020-04-17T00:00'],
    ['2020-04-27T00:00', -6, 'B', '2020-04-17T00:00'],
  ])('%s and %d steps of %s is %s', (from, count, text, expected) => {
    expect(new Date(addSteps(at(from), count, step(text))).toISOString().slice(0, 16)).toBe(expected);
  });

  it('of business days is the day on which so many weekdays have passed, counted one by one', () => {
    fc.assert(
      fc.property(fc.integer({ min: -9000, max: 30_000 }), fc.integer({ min: 0, max: 60 }), (day, count) => {
        fc.pre(isWeekday(day * DAY_MS));
        let slow = day;
        for (let passed = 0; passed < count;) passed += isWeekday(++slow * DAY_MS) ? 1 : 0;
        expect(addSteps(day * DAY_MS, count, step('B'))).toBe(slow * DAY_MS);
      }),
    );
  });
});

describe('countSteps', () => {
  it('is what addSteps was given', () => {
    const steps = fc.constantFrom('PT1H', 'P1D', 'P1W', 'P1M', 'P3M', 'P1Y', 'B').map(step);
    fc.assert(
      fc.property(
        steps,
        fc.integer({ min: -9000, max: 30_000 }),
        fc.integer({ min: 0, max: 500 }),
        (one, day, count) => {
          fc.pre(one.kind !== 'business-days' || isWeekday(day * DAY_MS));
          expect(countSteps(day * DAY_MS, addSteps(day * DAY_MS, count, one), one)).toBe(count);
        },
      ),
    );
  });

  it.each([
    ['2024-01-01T00:00', '2024-01-01T01:30', 'PT1H'],
    ['2024-01-01T00:00', '2024-02-02T00:00', 'P1M'],
    ['2024-01-01T00:00', '2024-03-01T00:00', 'P3M'],
    ['2024-01-05T00:00', '2024-01-06T00:00', 'B'],
    ['2024-01-02T00:00', '2024-01-01T00:00', 'P1D'],
  ])('from %s to %s is no whole number of %s', (from, to, text) => {
    expect(countSteps(at(from), at(to), step(text))).toBeUndefined();
  });
});
