import { ERROR_CATALOGUE, type ErrorCode } from '@tsdistill/contracts';
import { IngestConfig } from './config';

const flights = {
  files: 'data/raw/flights.csv',
  timestamp: 'timestamp',
  frequency: 'PT1H',
  season: 168,
  horizon: 24,
  split: { kind: 'ratio', train: 0.7, validation: 0.1 },
};

const problemOf = (override: Readonly<Record<string, unknown>>) => {
  const issue = IngestConfig.safeParse({ ...flights, ...override }).error?.issues[0];
  return issue && [issue.path.join('.'), issue.message].join(': ');
};

it('fills in what most data sets do not say', () => {
  expect(IngestConfig.parse(flights)).toEqual({
    ...flights,
    dialect: { delimiter: ',', decimal: '.', encoding: 'utf-8', null: [], quote: '"' },
    past: [],
    known: [],
    static: [],
    timezone: 'UTC',
    ambiguous: 'error',
    stride: 1,
    scaler: 'standard',
    scalerScope: 'global',
    transform: 'none',
    missing: 'error',
    short: 'error',
    calendar: [],
    duplicates: 'error',
  });
});

it.each([
  [{ horizont: 24 }, /horizont/],
  [{ files: [] }, /^files: /],
  [{ sha256: 'F'.repeat(64) }, /^sha256: .*lower-case hex/],
  [{ sha256: 'f'.repeat(64), files: ['a.csv', 'b.csv'] }, /^sha256: is the hash of one file/],
  [{ sha256: 'f'.repeat(64), files: 'raw/*.csv' }, /^sha256: is the hash of one file/],
  [{ dialect: { delimiter: ';;' } }, /^dialect.delimiter: /],
  [{ dialect: { delimiter: ',', decimal: ',' } }, /^dialect.decimal: is the delimiter too/],
  [{ dialect: { delimiter: ';', decimal: ',', thousands: ',' } }, /^dialect.thousands: is the decimal mark too/],
  [{ dialect: { encoding: 'cp1252' } }, /^dialect.encoding: /],
  [{ timeFormat: 'DD/MM/YYYY' }, /^timeFormat: .*epoch-seconds/],
  [{ timezone: 'Europe/Atlantis' }, /^timezone: must be a time zone/],
  [{ ambiguous: 'first' }, /^ambiguous: /],
  [{ short: 'skip' }, /^short: /],
  [{ scalerScope: 'channel' }, /^scalerScope: /],
  [{ transform: 'log' }, /^transform: /],
  [{ transform: { a: 'log' } }, /^transform/],
  [
    { split: { kind: 'rolling', cutoffs: 3, cutoff: 3, test: 9, validation: 9 } },
    /^split.cutoff: must be below cutoffs/,
  ],
  [{ split: { kind: 'rolling', cutoffs: 3, cutoff: 0, test: 9, validation: 9, window: 'all' } }, /^split.window: /],
  [{ known: ['price'], past: ['price'] }, /^known: names "price", which `ingest.past` names too/],
  [{ series: 'id', known: ['price', 'id'] }, /^known: names "id", which `ingest.series` names too/],
  [{ series: 'timestamp' }, /^series: names "timestamp", which `ingest.timestamp` names too/],
  [{ static: ['city'] }, /^series: must name the column/],
  [{ weight: 'w' }, /^series: must name the column/],
  [{ resample: 'median' }, /^resample/],
  [{ resample: 'sum', frequency: 'B' }, /^resample: cannot make business days/],
  [{ missing: 'zero' }, /^missing: /],
  [{ duplicates: 'keep' }, /^duplicates: /],
  [{ frequency: 'hourly' }, /^frequency: .*PT1H.*B for business days/],
  [{ horizon: 0 }, /^horizon: /],
  [{ targets: [] }, /^targets: /],
  [{ targets: ['ATL', 'ATL'] }, /^targets: names a column twice/],
  [{ targets: ['ATL', 'timestamp'] }, /^targets: names "timestamp", which `ingest.timestamp` names too/],
  [{ calendar: ['month'] }, /^calendar/],
  [{ calendar: ['hour', 'hour'] }, /^calendar: names a cycle twice/],
  [{ scaler: 'minmax' }, /^scaler: /],
  [{ split: { kind: 'random' } }, /^split/],
  [{ split: { kind: 'ratio', train: 0.9, validation: 0.1 } }, /^split.validation: leaves no rows for test/],
  [{ split: { kind: 'ratio', train: 0.7, validation: 0.1, test: 0.2 } }, /^split: .*test/],
  [{ split: { kind: 'borders', train: 10, validation: 10, test: 20 } }, /^split.validation: must lie between/],
  [{ split: { kind: 'dates', validation: '2001-02-30', test: '2001-06-01' } }, /^split.validation: must be a date/],
  [{ split: { kind: 'dates', validation: '2001-06-01', test: '2001-05-01' } }, /^split.test: must come after/],
  [
    { split: { kind: 'dates', validation: '2001-05-01', test: '2001-06-01', end: '2001-06-01' } },
    /^split.test: .*end after/,
  ],
])('refuses %j before any work starts', (override, message) => {
  expect(problemOf(override)).toMatch(message);
});

it('just accepts shares and borders that leave something to each split', () => {
  expect(problemOf({ split: { kind: 'ratio', train: 0.8, validation: 0.19 } })).toBeUndefined();
  expect(problemOf({ split: { kind: 'borders', train: 1, validation: 2, test: 3 } })).toBeUndefined();
  expect(
    problemOf({ split: { kind: 'dates', validation: '2001-05-01', test: '2001-06-01', end: '2001-06-01 01:00' } }),
  ).toBeUndefined();
});

it('has every setting that the hint of an error names', () => {
  const context = new Proxy(
    {
      found: [],
      known: [],
      positions: [],
      having: [],
      fits: [],
      values: [],
      first: {},
      second: {},
      file: '',
      kind: '',
      role: 'targets',
      nulls: [],
    } as Record<string, unknown>,
    {
      get: (known, key) => known[String(key)] ?? 'x',
    },
  );
  const settings = Object.keys(ERROR_CATALOGUE).flatMap((code) => {
    const hint = ERROR_CATALOGUE[code as ErrorCode].hint as (context: unknown) => string;
    return [...hint(context).matchAll(/`ingest\.(\w+)`/g)].map(([, setting]) => setting);
  });
  expect(settings.length).toBeGreaterThan(20);
  const all = {
    floor: 0,
    targets: ['ATL'],
    series: 'id',
    weight: 'w',
    query: 'q.sql',
    sha256: 'f'.repeat(64),
    timeFormat: '%d',
    resample: 'sum',
  };
  const known = Object.keys(IngestConfig.parse({ ...flights, ...all }));
  expect(settings.filter((setting) => !known.includes(setting ?? ''))).toEqual([]);
});
