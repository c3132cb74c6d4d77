import { nameTargets, selectColumns, type WantedColumns } from './select-columns';

const noRoles = { past: [], known: [], static: [] };
function select(columns: readonly string[], wanted: Partial<WantedColumns> & { timestamp: string }) {
  const all = { ...noRoles, ...wanted };
  return selectColumns('load.csv', columns, { ...all, targets: nameTargets('load.csv', columns, all) });
}

it('takes every column but the timestamp, in the order of the file', () => {
  expect(select(['b', 'time', 'a'], { timestamp: 'time' })).toEqual({
    timestamp: 1,
    values: [0, 2],
    roles: ['targets', 'targets'],
    static: [],
  });
});

it('takes named columns in the order of the config', () => {
  expect(select(['time', 'a', 'b'], { timestamp: 'time', targets: ['b', 'a'] })).toEqual({
    timestamp: 0,
    values: [2, 1],
    roles: ['targets', 'targets'],
    static: [],
  });
});

it('names an unknown column, what there is, and the nearest name', () => {
  const found = ['date', 'HUFL', 'OT'];
  const error = expect.objectContaining({
    code: 'COLUMN_UNKNOWN',
    context: { file: 'load.csv', column: 'OTT', found, nearest: 'OT', role: 'targets' },
    message: 'load.csv has no column "OTT"; it has 3: date, HUFL, OT.',
    hint: expect.stringContaining('Did you mean "OT"?'),
  });
  expect(() => select(found, { timestamp: 'date', targets: ['OTT'] })).toThrow(error);
  expect(() => select(found, { timestamp: 'Date' })).toThrow(
    expect.objectContaining({ context: expect.objectContaining({ column: 'Date', nearest: 'date' }) }),
  );
});

it.each([
  ['past', { past: ['prise'] }],
  ['known', { known: ['prise'] }],
  ['static', { static: ['prise'] }],
  ['weight', { weight: 'prise' }],
  ['series', { series: 'prise' }],
  ['targets', { targets: ['prise'] }],
])('names the setting that names the unknown column: %s', (role, roles) => {
  expect(() => select(['date', 'price'], { timestamp: 'date', ...roles })).toThrow(
    expect.objectContaining({ hint: expect.stringContaining(`"prise" is named in \`ingest.${role}\``) }),
  );
});

it('refuses a column without a name only where it would be a channel', () => {
  const position = { file: 'load.csv', position: 2 };
  expect(() => select(['date', '', 'a'], { timestamp: 'date' })).toThrow(
    expect.objectContaining({ code: 'COLUMN_UNNAMED', context: position }),
  );
  expect(select(['date', '', 'a'], { timestamp: 'date', targets: ['a'] }).values).toEqual([2]);
});

it('refuses a file with nothing but timestamps', () => {
  expect(() => select(['date'], { timestamp: 'date' })).toThrow(expect.objectContaining({ code: 'COLUMN_NONE' }));
});

it('suggests nothing that is no misspelling, and says what is wrong with a header of one column', () => {
  const hintOf = (columns: string[], timestamp: string) => {
    try {
      select(columns, { timestamp });
      return undefined;
    } catch (error) {
      return (error as { hint: string }).hint;
    }
  };
  expect(hintOf(['date', 'north', 'west'], 'zzzzzzzz')).not.toContain('Did you mean');
  expect(hintOf(['date', 'north'], 'daet')).toContain('Did you mean "date"?');
  expect(hintOf(['date;north;west'], 'date')).toBe(
    'The header is one column: set "delimiter": ";" in `ingest.dialect`.',
  );
});

it('says that the first line is a comment', () => {
  expect(() => select(['# made by hand'], { timestamp: 'date' })).toThrow(
    expect.objectContaining({ hint: 'The first line is a comment: set "comment": "#" in `ingest.dialect`.' }),
  );
});

it('puts targets before past before known, and takes what has no role for a target', () => {
  const columns = ['id', 'w', 'city', 'k', 'p', 'date', 'b', 'a'];
  const roles = { timestamp: 'date', series: 'id', weight: 'w', static: ['city'], past: ['p'], known: ['k'] };
  expect(select(columns, roles)).toEqual({
    timestamp: 5,
    series: 0,
    weight: 1,
    static: [2],
    values: [6, 7, 4, 3],
    roles: ['targets', 'targets', 'past', 'known'],
  });
});
