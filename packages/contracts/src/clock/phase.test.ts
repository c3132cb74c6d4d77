import fc from 'fast-check';
import { phaseOf } from './phase';

const HOUR = 3_600_000;

// 1970-01-01 was a Thursday; 2016-07-01 20:00 is the first row of ETTh1 plus 20 hours.
it.each([
  ['1970-01-01T00:00Z', HOUR, 24, 0],
  ['2016-07-01T20:00Z', HOUR, 24, 20],
  ['2016-07-01T20:00Z', HOUR, 168, 24 + 20],
  ['2016-07-01T20:45Z', HOUR / 4, 96, 83],
  ['1969-12-31T23:00Z', HOUR, 24, 23],
  ['1969-12-31T00:00Z', HOUR, 24, 0],
])('%s in steps of %i ms stands in a cycle of %i at %i', (time, stepMs, period, place) => {
  expect(phaseOf(Date.parse(time), stepMs, period)).toBe(place);
});

it('rounds to the nearest step, where the clock of the data ticks beside the grid', () => {
  expect(phaseOf(Date.parse('2016-07-01T20:10Z'), HOUR, 24)).toBe(20);
  expect(phaseOf(Date.parse('2016-07-01T20:50Z'), HOUR, 24)).toBe(21);
});

it('goes up by one with every step and starts again at the period, at any offset of the clock', () => {
  const anyCase = [
    fc.integer({ min: -3e12, max: 3e12 }),
    fc.integer({ min: 1, max: 90_000 }),
    fc.integer({ min: 2, max: 1440 }),
  ];
  fc.assert(
    fc.property(
      ...(anyCase as [fc.Arbitrary<number>, fc.Arbitrary<number>, fc.Arbitrary<number>]),
      (time, seconds, period) => {
        const place = phaseOf(time, seconds * 1000, period);
        expect([0, place + 1]).toContain(phaseOf(time + seconds * 1000, seconds * 1000, period));
        expect(place).toBeGreaterThanOrEqual(0);
        expect(phaseOf(time + period * seconds * 1000, seconds * 1000, period)).toBe(place);
      },
    ),
  );
});
