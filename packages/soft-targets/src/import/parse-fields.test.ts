import fc from 'fast-check';
import { parseFields } from './parse-fields';

it('takes any fields apart that were quoted and joined', () => {
  const quote = (field: string) => `"${field.replaceAll('"', '""')}"`;
  const needsQuotes = (field: string) => /[",]/.test(field);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string(), fc.boolean()), { minLength: 1 }), (fields) => {
      const line = fields.map(([field, always]) => (always || needsQuotes(field) ? quote(field) : field)).join(',');
      expect(parseFields(line)).toEqual(fields.map(([field]) => field));
    }),
  );
});

it.each([
  ['', ['']],
  [',', ['', '']],
  [',unique_id', ['', 'unique_id']],
  ['a,,b,', ['a', '', 'b', '']],
])('takes %p apart', (line, fields) => {
  expect(parseFields(line)).toEqual(fields);
});
