import { renderTable } from './render-table';
import { keepRows, sortRows, type TableRow } from './table-rows';

const row = (experiment: string, role: string, mse: number | null): TableRow => ({
  ...{ experiment, role, model: `${role}, "big"`, parameters: 1234567, kB: 4.2, mse, mae: null },
  ...{ wape: 0.123, latency: 0.05, retention: null, verdict: role === 'student' ? 'helps' : null },
});
const ROWS = [row('b', 'student', 0.3), row('b', 'teacher', null), row('a', 'student', 0.2), row('a', 'baseline', 1)];
const names = (rows: readonly TableRow[]) => rows.map(({ experiment, role }) => `${experiment} ${role}`);

it('sorts by any column, both ways, what is not known last', () => {
  expect(names(sortRows(ROWS, 'mse'))).toEqual(['a student', 'b student', 'a baseline', 'b teacher']);
  expect(names(sortRows(ROWS, '-mse'))).toEqual(['a baseline', 'b student', 'a student', 'b teacher']);
  expect(names(sortRows(ROWS, 'experiment')).slice(0, 2)).toEqual(['a student', 'a baseline']);
});

it('keeps rows that fit one value of each column that is named', () => {
  const keep = (...filters: [string, string][]) =>
    names(
      keepRows(
        ROWS,
        filters.map(([column, value]) => ({ column, value })),
      ),
    );
  expect(keep()).toHaveLength(4);
  expect(keep(['role', 'student'])).toEqual(['b student', 'a student']);
  expect(keep(['role', 'student'], ['role', 'base*'], ['experiment', 'a'])).toEqual(['a student', 'a baseline']);
  expect(keep(['role', 'tud'])).toEqual([]);
});

it('refuses a column that is not there with the nearest name', () => {
  expect(() => sortRows(ROWS, 'msa')).toThrow(
    expect.objectContaining({ code: 'TABLE_COLUMN', hint: 'Did you mean "mse"?' }),
  );
  expect(() => keepRows(ROWS, [{ column: 'rule', value: 'x' }])).toThrow(
    expect.objectContaining({ code: 'TABLE_COLUMN' }),
  );
});

it('keeps every digit in CSV and JSON, and quotes what CSV needs', () => {
  const [first = ''] = renderTable([row('a', 'student', 0.123456789)], 'csv')
    .split('\r\n')
    .slice(1);
  expect(first).toBe('a,student,"student, ""big""",1234567,4.2,0.123456789,,0.123,0.05,,helps');
  expect(JSON.parse(renderTable(ROWS, 'json'))).toEqual(ROWS);
});

it('rounds for people, in text and in Markdown', () => {
  const [head = '', , first = ''] = renderTable(ROWS, 'md').split('\n');
  expect(head).toBe('| experiment | model | params | kB | MSE | MAE | WAPE % | ms | retention | verdict |');
  expect(first).toBe('| b | student student, "big" | 1,234,567 | 4.20 | 0.3000 | – | 12.3 | 0.0500 | – | helps |');
  expect(renderTable(ROWS, 'text')).toContain('0.3000');
});
