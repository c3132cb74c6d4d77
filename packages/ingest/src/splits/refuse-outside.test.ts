import { parseStep } from '@tsdistill/contracts';
import { refuseOutside } from './refuse-outside';

const HOUR = parseStep('PT1H')!;
const span = { startMs: Date.UTC(2001, 0, 1), endMs: Date.UTC(2001, 0, 4, 23) };

it.each([
  ['validation', '2000-12-31', { validation: '2000-12-31', test: '2001-01-03' }],
  ['test', '2001-03-01', { validation: '2001-01-02', test: '2001-03-01' }],
  ['end', '2001-01-05 00:01', { validation: '2001-01-02', test: '2001-01-03', end: '2001-01-05 00:01' }],
])('says which date lies outside of the data: %s %s', (key, value, dates) => {
  const limit = '2001-01-01 00:00:00 … 2001-01-04 23:00:00';
  expect(() => refuseOutside({ kind: 'dates', ...dates }, span, HOUR)).toThrow(
    expect.objectContaining({ code: 'SPLIT_OUTSIDE', context: { key, value, limit } }),
  );
});

it('takes dates from the first row to one step behind the last, and every split that has none', () => {
  const dates = { kind: 'dates', validation: '2001-01-01', test: '2001-01-03', end: '2001-01-05' } as const;
  expect(() => refuseOutside(dates, span, HOUR)).not.toThrow();
  expect(() => refuseOutside({ kind: 'ratio', train: 0.7, validation: 0.1 }, span, HOUR)).not.toThrow();
});
