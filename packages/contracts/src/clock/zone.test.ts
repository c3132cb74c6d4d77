import fc from 'fast-check';
import { createZone, isZone } from './zone';

const HOUR = 3_600_000;
const ZONES = [
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'America/St_Johns',
  'Pacific/Apia',
];

/** What the clock of a zone shows, by the calendar of the system. */
function shown(zone: string, utcMs: number): string {
  return new Date(utcMs).toLocaleString('sv-SE', { timeZone: zone });
}
const text = (localMs: number) => new Date(localMs).toISOString().slice(0, 19).replace('T', ' ');

const instant = fc.integer({ min: Date.UTC(1975, 0, 1) / 1000, max: Date.UTC(2030, 0, 1) / 1000 }).map((s) => s * 1000);

it('shows what the calendar of the system shows', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), instant, (name, utcMs) => {
      expect(text(createZone(name, 'error').toLocal(utcMs))).toBe(shown(name, utcMs));
    }),
    { numRuns: 300, seed: 7 },
  );
});

it('finds the instant again, where the clock shows a time once', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), instant, (name, utcMs) => {
      const zone = createZone(name, 'error');
      const back = zone.toUtc(zone.toLocal(utcMs));
      expect([utcMs, 'repeat']).toContain(back);
    }),
    { numRuns: 300, seed: 8 },
  );
});

// https://www.timeanddate.com/time/change/usa/new-york?year=2024: 10 March 02:00 EST → 03:00 EDT, 3 November 02:00 EDT → 01:00 EST.
it('knows the hole and the repeat of New York in 2024, to the second', () => {
  const at = (ambiguous: 'error' | 'earlier' | 'later' | 'in-order', local: string) =>
    createZone('America/New_York', ambiguous).toUtc(Date.parse(`${local}Z`));
  expect(at('error', '2024-03-10T01:59:59')).toBe(Date.parse('2024-03-10T06:59:59Z'));
  expect(at('later', '2024-03-10T02:00:00')).toBe('hole');
  expect(at('earlier', '2024-03-10T02:59:59')).toBe('hole');
  expect(at('error', '2024-03-10T03:00:00')).toBe(Date.parse('2024-03-10T07:00:00Z'));
  expect(at('error', '2024-11-03T00:59:59')).toBe(Date.parse('2024-11-03T04:59:59Z'));
  expect(at('error', '2024-11-03T01:30:00')).toBe('repeat');
  expect(at('earlier', '2024-11-03T01:30:00')).toBe(Date.parse('2024-11-03T05:30:00Z'));
  expect(at('later', '2024-11-03T01:30:00')).toBe(Date.parse('2024-11-03T06:30:00Z'));
  expect(at('in-order', '2024-11-03T01:30:00')).toBe('repeat');
  expect(at('error', '2024-11-03T02:00:00')).toBe(Date.parse('2024-11-03T07:00:00Z'));
});

it('knows a change of half an hour, and a day that was left out', () => {
  // Lord Howe Island goes from +10:30 to +11:00 on 6 October 2024 at 02:00; Samoa left out 30 December 2011.
  const howe = createZone('Australia/Lord_Howe', 'error');
  expect(howe.toUtc(Date.parse('2024-10-06T02:15:00Z'))).toBe('hole');
  expect(howe.toUtc(Date.parse('2024-10-06T02:30:00Z'))).toBe(Date.parse('2024-10-05T15:30:00Z'));
  const apia = createZone('Pacific/Apia', 'error');
  expect(apia.toUtc(Date.parse('2011-12-30T12:00:00Z'))).toBe('hole');
  expect(apia.toUtc(Date.parse('2011-12-31T00:00:00Z'))).toBe(Date.parse('2011-12-30T10:00:00Z'));
});

it('gives every instant at which the clock shows a time', () => {
  const at = (local: string) =>
    createZone('America/New_York', 'error')
      .instantsOf(Date.parse(`${local}Z`))
      .map((utcMs) => new Date(utcMs).toISOString().slice(11, 16));
  expect(at('2024-11-03T01:30:00')).toEqual(['05:30', '06:30']);
  expect(at('2024-11-03T02:30:00')).toEqual(['07:30']);
  expect(at('2024-03-10T02:30:00')).toEqual([]);
  expect(at('2024-07-01T12:00:00')).toEqual(['16:00']);
  expect(createZone('UTC', 'error').instantsOf(5 * HOUR)).toEqual([5 * HOUR]);
});

it('leaves UTC as it is, under each of its names, and a time that is none', () => {
  for (const name of ['UTC', 'Etc/UTC', 'GMT']) expect(createZone(name, 'error').toUtc(5 * HOUR)).toBe(5 * HOUR);
  expect(createZone('Europe/Berlin', 'error').toLocal(NaN)).toBeNaN();
});

it('tells names of zones from other words', () => {
  expect(['Europe/Berlin', 'UTC', 'local', 'Europe/Atlantis', ''].map(isZone)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
