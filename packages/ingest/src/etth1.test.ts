import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openDataset, readOrigins, readSeries, selectOrigins, SPLITS, type StageHost } from '@tsdistill/contracts';
import { IngestConfig } from './config';
import { runIngest } from './stage';

/** May be shared unmodified only (CC BY-ND 4.0): read where the user has put it, results go to a temporary folder. */
const csv = process.env['TSDISTILL_ETTH1'] ?? resolve(__dirname, '../../../data/raw/ETTh1.csv');
const present = existsSync(csv);
const folder = mkdtempSync(join(tmpdir(), 'tsdistill-etth1-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ignore = () => undefined;
const host: StageHost = {
  workFolder: folder,
  signal: new AbortController().signal,
  progress: ignore,
  info: ignore,
  detail: ignore,
  warn: ignore,
};

(present ? describe : describe.skip)(
  `ETTh1${present ? '' : ': set TSDISTILL_ETTH1 or place data/raw/ETTh1.csv'}`,
  () => {
    beforeAll(async () => {
      const split = { kind: 'borders', train: 8640, validation: 11_520, test: 14_400 };
      const config = { files: csv, timestamp: 'date', frequency: 'PT1H', season: 24, horizon: 96, split };
      await runIngest(IngestConfig.parse(config), join(folder, 'out'), host);
    });

    it.each([
      [96, [8449, 2785, 2785]],
      [720, [7825, 2785, 2785]],
    ])('has the published number of windows at lookback %d', (lookback, counts) => {
      const origins = readOrigins(openDataset(join(folder, 'out')));
      expect(SPLITS.slice(0, 3).map((split) => selectOrigins(origins, split, lookback).length)).toEqual(counts);
    });

    // StandardScaler of scikit-learn on rows 0 … 8639, as the benchmarks fit it.
    it('has the published mean and standard deviation of the train rows to six decimals', () => {
      const { channels, scaler } = openDataset(join(folder, 'out')).manifest.meta;
      expect(channels.target).toEqual(['HUFL', 'HULL', 'MUFL', 'MULL', 'LUFL', 'LULL', 'OT']);
      const mean = [7.937742, 2.021039, 5.079771, 0.746186, 2.781762, 0.788453, 17.128262];
      const std = [5.812749, 2.090105, 5.518794, 1.926379, 1.023523, 0.630237, 9.176491];
      expect(scaler.shift[0]!.map((value) => Number(value.toFixed(6)))).toEqual(mean);
      expect(scaler.scale[0]!.map((value) => Number(value.toFixed(6)))).toEqual(std);
    });

    it('keeps every row, to the last one', () => {
      const { timestamp, target } = readSeries(openDataset(join(folder, 'out')));
      expect(timestamp.length).toBe(17_420);
      expect(new Date(Number(timestamp[17_419])).toISOString()).toBe('2018-06-26T19:00:00.000Z');
      expect([...target.subarray(0, 7)]).toEqual(
        [5.827, 2.009, 1.599, 0.462, 4.203, 1.34, 30.531].map((value) => Math.fround(value)),
      );
    });
  },
);
