import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { changeJson, copyGolden, type Json, type JsonObject } from '../../testing/golden-copy';
import { thrownBy } from '../../testing/thrown-by';
import {
  openDataset,
  readOrigins,
  readSeries,
  readStatic,
  selectOrigins,
  seriesColumns,
  seriesOffsets,
} from './dataset';

const root = mkdtempSync(join(tmpdir(), 'dataset-'));
afterAll(() => rmSync(root, { recursive: true }));
let copies = 0;

/** The golden data set with its manifest changed. */
function changed(change: (meta: JsonObject) => void) {
  const folder = copyGolden('dataset', join(root, `${copies++}`));
  changeJson(join(folder, 'manifest.json'), ({ meta }) => change(meta as JsonObject));
  return openDataset(folder);
}

it('has one column a role of its channels, in their number, and none for a role without', () => {
  const names = (count: number) => Array.from({ length: count }, (_, i) => `${i}`);
  const columns = (past: number, known: number, masked: boolean) =>
    seriesColumns({ target: names(3), past: names(past), known: names(known), static: names(1) }, masked);
  expect(columns(0, 0, false)).toEqual({
    timestamp: { kind: 'timestamp' },
    target: { kind: 'float32-list', width: 3 },
  });
  expect(columns(2, 5, true)).toEqual({
    timestamp: { kind: 'timestamp' },
    target: { kind: 'float32-list', width: 3 },
    past: { kind: 'float32-list', width: 2 },
    known: { kind: 'float32-list', width: 5 },
    mask: { kind: 'uint8-list', width: 3 },
  });
});

it('gives empty arrays for roles that a data set does not have, and no mask', () => {
  const dataset = changed((meta) => {
    meta['channels'] = { target: ['load', 'price'], past: [], known: [], static: [] };
    meta['masked'] = false;
  });
  const { past, known, mask } = readSeries(dataset);
  expect([past.length, known.length, mask, readStatic(dataset).length]).toEqual([0, 0, undefined, 0]);
});

it('refuses columns of another width than the manifest has channels', () => {
  const dataset = changed((meta) => {
    meta['channels'] = { target: ['load'], past: [], known: [], static: [] };
  });
  expect(thrownBy('ARROW_COLUMN', () => readSeries(dataset)).expected).toBe('FixedSizeList[1]<Float32>');
});

it('refuses other row counts than those of the manifest', () => {
  const dataset = changed((meta) => {
    (meta['series'] as JsonObject[])[1]!['rowCount'] = 7;
    (meta['originCounts'] as JsonObject)['test'] = 2;
    (meta['series'] as Json[]).push((meta['series'] as Json[])[0]!);
  });
  const problems = [readSeries, readOrigins, readStatic].map(
    (read) => thrownBy('ARTIFACT_INVALID', () => read(dataset)).problem,
  );
  expect(problems).toEqual([
    'it has 15 rows, the manifest says 25',
    'it has 7 rows, the manifest says 8',
    'it has 2 rows, the manifest says 3',
  ]);
  expect([...seriesOffsets(dataset)]).toEqual([0, 9, 16, 25]);
});

it.each([
  ['two channels of one name', { target: ['a', 'a'], past: [], known: [], static: [] }, 'meta.channels.target'],
  ['no target channel', { target: [], past: [], known: [], static: [] }, 'meta.channels.target'],
])('refuses %s', (_, channels, key) => {
  const open = () => changed((meta) => (meta['channels'] = channels));
  expect(thrownBy('ARTIFACT_INVALID', open).problem).toMatch(key);
});

describe('selecting origins', () => {
  const origins = {
    series: Int32Array.of(0, 0, 1, 1, 1),
    origin: Int32Array.of(4, 5, 3, 4, 9),
    split: Int8Array.of(0, 0, 0, 1, 3),
  };

  it('keeps those of a split whose lookback just fits, and drops those one row short', () => {
    expect([...selectOrigins(origins, 'train', 3)]).toEqual([0, 1, 2]);
    expect([...selectOrigins(origins, 'train', 4)]).toEqual([0, 1]);
    expect([...selectOrigins(origins, 'train', 5)]).toEqual([1]);
    expect([...selectOrigins(origins, 'train', 6)]).toEqual([]);
  });

  it('knows every split', () => {
    const of = (split: 'validation' | 'test' | 'future') => [...selectOrigins(origins, split, 1)];
    expect([of('validation'), of('test'), of('future')]).toEqual([[3], [], [4]]);
  });
});
