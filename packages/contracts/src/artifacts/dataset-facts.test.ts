import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { changeJson, copyGolden, type JsonObject } from '../../testing/golden-copy';
import { thrownBy } from '../../testing/thrown-by';
import type { DatasetMeta } from '../schemas/dataset';
import { openDataset } from './dataset';
import { datasetFacts, refuseOtherData } from './dataset-facts';

const root = mkdtempSync(join(tmpdir(), 'dataset-facts-'));
afterAll(() => rmSync(root, { recursive: true }));
let folders = 0;

/** The golden data set with another manifest. */
function otherDataset(change: (meta: JsonObject, manifest: JsonObject) => void = () => undefined) {
  const folder = copyGolden('dataset', join(root, `${folders++}`));
  changeJson(join(folder, 'manifest.json'), (manifest) => change(manifest['meta'] as JsonObject, manifest));
  return openDataset(folder);
}

const golden = openDataset(join(__dirname, '../../golden/dataset@1'));
const { horizon, channels } = golden.manifest.meta;
const claim = {
  ...{ who: 'the soft targets in big', fingerprint: golden.fingerprint, horizon, channels: channels.target },
  facts: datasetFacts(golden),
};

const ROWS = 'rows train 0–3, validation 3–5, test 5–7; train 0–4, validation 4–4, test 4–4';

// One change of the manifest each, and what a reader must be told: the name of the fact, the old value, the new one.
it.each<[string, (meta: JsonObject, manifest: JsonObject) => void, string, string, string]>([
  ['horizon', (meta) => (meta['horizon'] = 24), 'the horizon', '2', '24'],
  [
    'channel order',
    (meta) => ((meta['channels'] as JsonObject)['target'] = ['price', 'load']),
    'the list of channels',
    'load, price',
    'price, load',
  ],
  ['frequency', (meta) => (meta['frequency'] = 'PT15M'), 'the frequency', 'PT1H', 'PT15M'],
  ['time zone', (meta) => (meta['timezone'] = 'UTC'), 'the time zone', 'Europe/Berlin', 'UTC'],
  ['season', (meta) => (meta['season'] = 24), 'the season', '3', '24'],
  ['stride', (meta) => (meta['stride'] = 2), 'the stride', '1', '2'],
  [
    'covariates',
    (meta) => ((meta['channels'] as JsonObject)['known'] = ['holiday', 'hour']),
    'the list of covariates',
    'past: wind; known: hour, holiday; static: area',
    'past: wind; known: holiday, hour; static: area',
  ],
  [
    'series',
    (meta) => ((meta['series'] as JsonObject[])[0]!['id'] = 'west'),
    'the list of series',
    'north; south, "2"',
    'west; south, "2"',
  ],
  [
    'rows',
    (meta) => ((meta['series'] as JsonObject[])[1]!['observedRowCount'] = 5),
    'the number of rows',
    '7 from 2024-01-01T00:00:00.000Z; 4 from 2024-06-30T22:00:00.000Z',
    '7 from 2024-01-01T00:00:00.000Z; 5 from 2024-06-30T22:00:00.000Z',
  ],
  [
    'split',
    (meta) => ((meta['originCounts'] as JsonObject)['train'] = 2),
    'the split',
    `${ROWS} (3, 1, 1 and 2 future windows)`,
    `${ROWS} (2, 1, 1 and 2 future windows)`,
  ],
  [
    'kind of scaler',
    (meta) => (meta['scaler'] = { kind: 'robust', scope: 'global', shift: [[17.5, 2]], scale: [[9.25, 1]], floor: 0 }),
    'the scaler',
    expect.stringMatching(
      /^standard \(load: shift 11, scale 0.816496580927726; price: shift 1.5, scale 1; the first of 2 series, sha256 [0-9a-f]{12}\)$/,
    ) as string,
    'robust (load: shift 17.5, scale 9.25; price: shift 2, scale 1), floor 0',
  ],
  [
    'transform',
    (meta) => ((meta['scaler'] as JsonObject)['transform'] = ['log1p', 'none']),
    'the scaler',
    expect.stringMatching(/^standard \(.*\)$/) as string,
    expect.stringMatching(/^standard \(.*\), transform log1p; none$/) as string,
  ],
  ['policies', (meta) => (meta['policies'] = []), 'what policies changed', 'missing linear (1 value)', 'nothing'],
  [
    'values',
    (_, manifest) => delete (manifest['files'] as JsonObject)['static.arrow'],
    'the digest of all values',
    expect.stringMatching(/^sha256 [0-9a-f]{12}$/) as string,
    expect.stringMatching(/^sha256 [0-9a-f]{12}$/) as string,
  ],
  [
    'settings that leave no trace in the data',
    (_, manifest) => (manifest['config'] = {}),
    'the fingerprint of the data set',
    golden.fingerprint,
    expect.stringMatching(/^[0-9a-f]{64}$/) as string,
  ],
])('another %s is named, with both values', (_, change, ...[what, leftValue, rightValue]) => {
  const other = otherDataset(change);
  const told = thrownBy('ARTIFACT_MISMATCH', () => refuseOtherData(other, claim));
  expect(told).toEqual({
    ...{ what, leftValue, rightValue },
    ...{ left: 'the soft targets in big', right: `the data set in ${other.folder}` },
  });
  expect(told.leftValue).not.toBe(told.rightValue);
});

it('takes what was made from this very data set, whatever words it has for it', () => {
  expect(() => refuseOtherData(golden, claim)).not.toThrow();
  expect(() => refuseOtherData(golden, { ...claim, facts: { stride: 'one' } })).not.toThrow();
});

it('of a claim without facts names the fingerprints', () => {
  const other = otherDataset((meta) => (meta['stride'] = 2));
  expect(thrownBy('ARTIFACT_MISMATCH', () => refuseOtherData(other, { ...claim, facts: {} }))).toMatchObject({
    what: 'the fingerprint of the data set',
    leftValue: golden.fingerprint,
    rightValue: other.fingerprint,
  });
});

it('tells long lists apart by what it cuts', () => {
  const many = (last: string): DatasetMeta => ({
    ...golden.manifest.meta,
    channels: { ...channels, target: ['a', 'b', 'c', 'd', last] },
  });
  const scaler = { kind: 'standard', scope: 'global', shift: [[1, 2, 3, 4, 5]], scale: [[1, 1, 1, 1, 1]] } as const;
  const [one, other] = ['e', 'f'].map((last) =>
    datasetFacts({ ...golden, manifest: { ...golden.manifest, meta: { ...many(last), scaler } } }),
  );
  expect(one?.scaler).toMatch(/a: shift 1, scale 1; b: shift 2, scale 1; c: shift 3, scale 1; … \(5 in all, sha256/);
  expect(one?.scaler).not.toBe(other?.scaler);
});
