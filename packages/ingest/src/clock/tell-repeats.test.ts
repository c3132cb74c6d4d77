import { createZone } from '@tsdistill/contracts';
import { createFindings } from '../faults/findings';
import type { ColumnChunk } from '../source/decode-chunk';
import { createTimeConverter } from './convert-times';

const zone = createZone('Europe/Berlin', 'in-order');

/** Rows of `time series`, such as `02:30 a`, on 27 October 2024, when the clock goes from 03:00 back to 02:00. */
function chunkOf(rows: readonly string[]): ColumnChunk {
  const times = Float64Array.from(rows, (row) => Date.parse(`2024-10-27T${row.slice(0, 5)}Z`));
  const hashes = Uint32Array.from(rows.flatMap((row) => [row.charCodeAt(6) || 0, 7]));
  return { rowCount: rows.length, times, values: [], series: { hashes, idAt: () => '' } };
}

/** Times in UTC of the rows of all chunks. */
function convert(...chunks: readonly (readonly string[])[]): string[] {
  const findings = createFindings();
  const converter = createTimeConverter({ zone, conversion: 'local-to-utc' }, findings, 'in-order');
  const converted = chunks.map(chunkOf);
  converted.forEach((chunk) => converter.convert(chunk, 0));
  expect(findings.all.size).toBe(0);
  return converted.flatMap(({ times }) => [...times].map((time) => new Date(time).toISOString().slice(11, 16)));
}

// Before the change the clock is two hours ahead of UTC, behind it one.
it.each([
  ['hours', ['01:00', '02:00', '02:00', '03:00'], ['23:00', '00:00', '01:00', '02:00']],
  ['half hours', ['02:00', '02:30', '02:00', '02:30', '03:00'], ['00:00', '00:30', '01:00', '01:30', '02:00']],
  ['rows of a panel by time', ['02:00 a', '02:00 b', '02:00 a', '02:00 b'], ['00:00', '00:00', '01:00', '01:00']],
  ['a time that is there once', ['01:00', '02:00', '03:00'], ['23:00', '00:00', '02:00']],
  ['a third one, a duplicate', ['02:00', '02:00', '02:00'], ['00:00', '01:00', '01:00']],
  ['rows from the last to the first', ['03:00', '02:00', '02:00', '01:00'], ['02:00', '01:00', '00:00', '23:00']],
  [
    'half hours backwards',
    ['03:00', '02:30', '02:00', '02:30', '02:00'],
    ['02:00', '01:30', '01:00', '00:30', '00:00'],
  ],
  [
    'a series behind the end of another',
    ['01:00 a', '05:00 a', '02:00 b', '02:00 b'],
    ['23:00', '04:00', '00:00', '01:00'],
  ],
])('in-order: %s', (_, rows, expected) => {
  expect(convert(rows)).toEqual(expected);
});

it('in-order: knows what chunks before have held', () => {
  expect(convert(['01:00', '02:00'], ['02:00', '03:00'])).toEqual(['23:00', '00:00', '01:00', '02:00']);
  expect(convert(['04:00', '03:00'], ['02:00', '02:00'])).toEqual(['03:00', '02:00', '01:00', '00:00']);
});
