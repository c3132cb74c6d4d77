import { groupByPeriod } from './period';

const HOUR = 3_600_000;
const times = (start: string, count: number, stepMs: number) =>
  Float64Array.from({ length: count }, (_, i) => Date.parse(start) + i * stepMs);

it.each([
  { span: '36 days', given: times('2024-01-01T00:00Z', 36 * 24, HOUR), expected: ['day', 36] },
  { span: 'a little more', given: times('2024-01-01T00:00Z', 36 * 24 + 1, HOUR), expected: ['month', 2] },
  { span: '36 months', given: times('2020-01-15T00:00Z', 36 * 30, 24 * HOUR), expected: ['month', 36] },
  { span: 'a century', given: times('1920-01-01T00:00Z', 1200, 30.4375 * 24 * HOUR), expected: ['year', 100] },
])('$span', ({ given, expected }) => {
  const { period, starts } = groupByPeriod(given);
  expect([period, starts.length]).toEqual(expected);
});

it('puts every time into the period it begins with, whatever the order of series', () => {
  const days = ['2024-03-01T23:00Z', '2024-03-02T00:00Z', '2024-03-01T00:00Z'].map((text) => Date.parse(text));
  const { starts, of } = groupByPeriod(Float64Array.from(days));
  expect(starts).toEqual(['2024-03-01', '2024-03-02']);
  expect([...of]).toEqual([0, 1, 0]);
});
