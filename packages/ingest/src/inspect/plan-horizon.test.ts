import { splitDates, usualHorizon } from './plan-horizon';

const HOUR = { kind: 'fixed', ms: 3_600_000 } as const;
const DAY = { kind: 'fixed', ms: 86_400_000 } as const;
const MONTH = { kind: 'months', count: 1 } as const;
const BUSINESS = { kind: 'business-days' } as const;
const utc = (text: string) => Date.parse(`${text}Z`);
const asIs = (timeMs: number) => timeMs;

it.each([
  [HOUR, 10_000, 24],
  [{ kind: 'fixed', ms: 60_000 } as const, 10_000, 60],
  [{ kind: 'fixed', ms: 900_000 } as const, 10_000, 96],
  [DAY, 10_000, 14],
  [{ kind: 'fixed', ms: 604_800_000 } as const, 10_000, 8],
  [MONTH, 10_000, 12],
  [{ kind: 'months', count: 3 } as const, 10_000, 4],
  [BUSINESS, 10_000, 10],
  [DAY, 60, 5],
  [DAY, 3, 1],
])('the usual horizon of %j in %p rows is %p', (step, rowCount, horizon) => {
  expect(usualHorizon(step, rowCount)).toBe(horizon);
});

// 100 days: validation begins behind 70 of them, test behind 80.
it('splits days at 70 % and 80 %', () => {
  const span = { startMs: utc('2024-01-01T00:00'), endMs: utc('2024-04-09T00:00') };
  expect(splitDates([span], DAY, 7, asIs)).toEqual({ kind: 'dates', validation: '2024-03-11', test: '2024-03-21' });
});

it('leaves a horizon for validation and for test', () => {
  const span = { startMs: utc('2024-01-01T00:00'), endMs: utc('2024-02-19T00:00') }; // 50 days
  expect(splitDates([span], DAY, 14, asIs)).toEqual({ kind: 'dates', validation: '2024-01-23', test: '2024-02-06' });
});

it('splits hours at midnights of the clock of the data where the data have weeks of them, else at hours', () => {
  const long = { startMs: utc('2024-01-01T00:00'), endMs: utc('2024-04-09T23:00') };
  const berlin = (timeMs: number) => timeMs + 3_600_000;
  expect(splitDates([long], HOUR, 24, berlin)).toEqual({ kind: 'dates', validation: '2024-03-11', test: '2024-03-21' });
  const short = { startMs: utc('2024-01-01T00:00'), endMs: utc('2024-01-05T03:00') }; // 100 hours
  expect(splitDates([short], HOUR, 8, berlin)).toEqual({
    kind: 'dates',
    validation: '2024-01-03 23:00:00',
    test: '2024-01-04 09:00:00',
  });
});

it('counts months, and business days from a weekday', () => {
  const years = { startMs: utc('2000-01-01T00:00'), endMs: utc('2009-12-01T00:00') }; // 120 months
  expect(splitDates([years], MONTH, 12, asIs)).toEqual({ kind: 'dates', validation: '2007-01-01', test: '2008-01-01' });
  const saturday = { startMs: utc('2024-01-06T00:00'), endMs: utc('2024-05-24T00:00') };
  const { validation, test } = splitDates([saturday], BUSINESS, 5, asIs)!;
  for (const date of [validation, test]) expect([0, 6]).not.toContain(new Date(date).getUTCDay());
});

it('splits the time that all series have in common, unless that is less than half of all', () => {
  const series = (from: string, to: string) => ({ startMs: utc(`${from}T00:00`), endMs: utc(`${to}T00:00`) });
  const all = series('2024-01-01', '2024-04-09');
  const late = series('2024-01-11', '2024-04-09'); // 90 days in common: behind 63 and 72 of them
  expect(splitDates([all, late], DAY, 7, asIs)).toEqual({
    kind: 'dates',
    validation: '2024-03-14',
    test: '2024-03-23',
  });
  const newest = series('2024-03-25', '2024-04-09');
  expect(splitDates([all, newest], DAY, 7, asIs)).toEqual({
    kind: 'dates',
    validation: '2024-03-11',
    test: '2024-03-21',
  });
});

// Three horizons, and the row before the first target.
it('needs 3 H + 1 rows: 7 just do for a horizon of 2, 6 do not', () => {
  const span = (days: number) => ({ startMs: utc('2024-01-01T00:00'), endMs: utc(`2024-01-0${days}T00:00`) });
  expect(splitDates([span(7)], DAY, 2, asIs)).toEqual({ kind: 'dates', validation: '2024-01-04', test: '2024-01-06' });
  expect(splitDates([span(6)], DAY, 2, asIs)).toBeUndefined();
});
