import { selectColumns } from './select-columns';

const csv = { path: '/nowhere', name: 'load.csv' };
const select = (columns: readonly string[], wanted: { timestamp: string; targets?: readonly string[] }) =>
  selectColumns(csv, { line: 1, columns, rowEstimate: 1 }, wanted);

it('takes every column but the timestamp, in the order of the file', () => {
  expect(select(['b', 'time', 'a'], { timestamp: 'time' })).toEqual({ timestamp: 1, targets: [0, 2] });
});

it('takes named columns in the order of the config', () => {
  expect(select(['time', 'a', 'b'], { timestamp: 'time', targets: ['b', 'a'] })).toEqual({
    timestamp: 0,
    targets: [2, 1],
  });
});

it('names an unknown column, what there is, and the nearest name', () => {
  const found = ['date', 'HUFL', 'OT'];
  const error = expect.objectContaining({
    code: 'COLUMN_UNKNOWN',
    context: { file: 'load.csv', column: 'OTT', found, nearest: 'OT' },
    message: 'load.csv has no column "OTT"; it has 3: date, HUFL, OT.',
    hint: expect.stringContaining('Did you mean "OT"?'),
  });
  expect(() => select(found, { timestamp: 'date', targets: ['OTT'] })).toThrow(error);
  expect(() => select(found, { timestamp: 'Date' })).toThrow(
    expect.objectContaining({ context: expect.objectContaining({ column: 'Date', nearest: 'date' }) }),
  );
});

it('refuses a column without a name only where it would be a channel', () => {
  const position = { file: 'load.csv', position: 2 };
  expect(() => select(['date', '', 'a'], { timestamp: 'date' })).toThrow(
    expect.objectContaining({ code: 'COLUMN_UNNAMED', context: position }),
  );
  expect(select(['date', '', 'a'], { timestamp: 'date', targets: ['a'] }).targets).toEqual([2]);
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
    'The header is one column: the fields of the file must be separated by commas.',
  );
});
