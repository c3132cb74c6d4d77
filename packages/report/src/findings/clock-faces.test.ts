import { clockFaces } from './clock-faces';

const times = BigInt64Array.from(
  ['2024-03-30T23:30Z', '2024-03-31T00:30Z', '2024-03-31T01:30Z', '2024-12-31T23:00Z'].map((text) =>
    BigInt(Date.parse(text)),
  ),
);

it('shows what a clock in UTC shows', () => {
  const faces = clockFaces(times, 'UTC');
  // 2024-03-30 was a Saturday.
  expect([faces(0), faces(1)]).toEqual([
    { hour: 23, weekday: 6, month: 2 },
    { hour: 0, weekday: 0, month: 2 },
  ]);
});

it('follows the clock change of a zone, and its new year', () => {
  const faces = clockFaces(times, 'Europe/Berlin');
  // Berlin leaps from 01:59 to 03:00 on 2024-03-31.
  expect([1, 2].map((row) => faces(row).hour)).toEqual([1, 3]);
  expect(faces(3)).toEqual({ hour: 0, weekday: 3, month: 0 });
});
