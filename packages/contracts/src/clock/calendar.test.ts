import fc from 'fast-check';
import { CALENDAR, calendarChannels, calendarValues } from './calendar';

const valuesAt = (...times: string[]) =>
  calendarValues(
    CALENDAR,
    Float64Array.from(times, (time) => Date.parse(time)),
  );

/** Angle of a sine and cosine pair as a share of the circle. */
const phase = (sin: number, cos: number) => (Math.atan2(sin, cos) / (2 * Math.PI) + 1) % 1;

it('names two channels a cycle, in the order of the config', () => {
  expect(calendarChannels(['weekday', 'hour'])).toEqual(['weekday.sin', 'weekday.cos', 'hour.sin', 'hour.cos']);
  expect(calendarChannels([])).toEqual([]);
});

it('turns once a day from midnight and once a week from Monday, as Date sees hour and day', () => {
  fc.assert(
    fc.property(fc.integer({ min: -2_000_000, max: 2_000_000 }), (hours) => {
      const date = new Date(hours * 3_600_000);
      const [hourSin, hourCos, daySin, dayCos] = valuesAt(date.toISOString()) as unknown as [
        number,
        number,
        number,
        number,
      ];
      expect((phase(hourSin, hourCos) * 24) % 24).toBeCloseTo(date.getUTCHours(), 4);
      expect((phase(daySin, dayCos) * 7) % 7).toBeCloseTo((date.getUTCDay() + 6) % 7, 4);
    }),
  );
});

it('knows the minutes of the hour', () => {
  const [sin, cos] = valuesAt('2024-01-01T01:30:00Z') as unknown as [number, number];
  expect(phase(sin, cos) * 24).toBeCloseTo(1.5, 4);
});

it('turns once a year from 1 January, through 366 days in a leap year', () => {
  const days = ['2023-01-01', '2023-07-02T15:00Z', '2023-12-31', '2024-12-31T23:00Z', '2000-03-01', '1968-03-01'];
  const values = calendarValues(
    ['yearday'],
    Float64Array.from(days, (day) => Date.parse(day)),
  );
  const shares = days.map((_, row) => phase(values[2 * row] ?? NaN, values[2 * row + 1] ?? NaN));
  const expected = [0, 182 / 365, 364 / 365, 365 / 366, 60 / 366, 60 / 366];
  expected.forEach((share, row) => expect(shares[row]).toBeCloseTo(share, 6));
});
