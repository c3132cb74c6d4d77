import { join } from 'node:path';
import { openDataset } from '@tsdistill/contracts';
import { loadWindowData, type WindowData } from '@tsdistill/forecasting';
import { temporaryFolder, waveTime, writeWaveDataset } from '@tsdistill/testing';
import { driftSpans } from './drift-spans';

/** @file 100 hours, of which rows 60 to 79 were the test split: with horizon 4 its origins are 60 to 76. */

const [ROWS, HORIZON, LOOKBACK] = [100, 4, 12];
const folder = join(temporaryFolder(), 'dataset');
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const scored = { series: new Int32Array(17), origin: Int32Array.from(range(60, 76)) };
let data: WindowData;
beforeAll(async () => {
  await writeWaveDataset(folder, { rowCount: ROWS, channelCount: 1, horizon: HORIZON, season: 8 });
  data = loadWindowData(openDataset(folder));
});

const since = (row: number) => driftSpans(data, scored, waveTime(row), LOOKBACK);

it('compares all scored windows with those that begin in the rows behind the test split', () => {
  const { former, recent } = since(80);
  expect([...former.origin]).toEqual(range(60, 76));
  expect([...recent.origin]).toEqual(range(80, 96));
});

it('a date inside the test split parts its windows: a row is truth on one side only', () => {
  const { former, recent } = since(70);
  expect([...former.origin]).toEqual(range(60, 66));
  expect([...recent.origin]).toEqual(range(70, 96));
});

it('needs one whole window on either side', () => {
  expect([...since(96).recent.origin]).toEqual([96]);
  expect(() => since(97)).toThrow(
    'From 2024-01-05 01:00:00 on there are 3 rows (the last of 2024-01-05 03:00:00), but one window needs 4 of them behind 12 rows of past.',
  );
  expect([...since(64).former.origin]).toEqual([60]);
  expect(() => since(63)).toThrow(
    'No test window ends before 2024-01-03 15:00:00: the first one begins at 2024-01-03 12:00:00 and is 4 rows long, so there is nothing to compare with.',
  );
});
