import { formatWallTime, parseWallTime } from './wall-time';

it.each([
  ['2001-05-01', '2001-05-01T00:00:00Z'],
  ['2001-05-01 06:30', '2001-05-01T06:30:00Z'],
  ['2001-05-01T06:30:15', '2001-05-01T06:30:15Z'],
  ['2000-02-29', '2000-02-29T00:00:00Z'],
])('reads %s as the clock shows it', (text, iso) => {
  expect(parseWallTime(text)).toBe(Date.parse(iso));
});

it.each([
  '2001-02-29',
  '2001-02-30',
  '2001-13-01',
  '01/05/2001',
  '2001-5-1',
  '2001-05-01 25:00',
  '2001-05-01 24:00',
  '2001-05-01Z',
  '',
])('refuses %p instead of moving it to another day', (text) => {
  expect(parseWallTime(text)).toBeUndefined();
});

it('shows milliseconds only where there are some', () => {
  expect(formatWallTime(Date.UTC(2001, 4, 1, 6))).toBe('2001-05-01 06:00:00');
  expect(formatWallTime(Date.UTC(2001, 4, 1, 6, 0, 0, 250))).toBe('2001-05-01 06:00:00.250');
});
