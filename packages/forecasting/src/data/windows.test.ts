import { openDataset, type Split } from '@tsdistill/contracts';
import {
  PANEL,
  panelKnown,
  panelObserved,
  panelOrigins,
  panelValue,
  temporaryFolder,
  writePanelDataset,
} from '@tsdistill/testing';
import { loadWindowData, selectWindows, trainedUntil, type WindowData, windowsAt } from './windows';

const [LOOKBACK, HORIZON, WIDTH] = [5, PANEL.horizon, PANEL.target.length];
const folder = temporaryFolder();
const masked = temporaryFolder();
let data: WindowData;

beforeAll(async () => {
  await writePanelDataset(folder);
  await writePanelDataset(masked, { masked: true });
  data = loadWindowData(openDataset(folder), { known: ['swing', 'ramp'] });
});

/** What `count` rows of a series hold, cell by cell. */
function rowsOf(from: number, count: number, width: number, value: (row: number, channel: number) => number): number[] {
  return Array.from({ length: count * width }, (_, i) => value(from + Math.floor(i / width), i % width));
}

function expectClose(found: Float32Array, expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  found.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 4));
}

describe.each(['train', 'validation', 'test'] as const)('the windows of %s', (split) => {
  it('are those of all series whose targets lie in the split and whose lookback lies in the series', () => {
    const { series, origin } = selectWindows(data, split, LOOKBACK);
    expect(Array.from(series, (value, i) => [value, origin[i]])).toEqual(panelOrigins(split, LOOKBACK));
  });

  it('hold past, truth and known rows of their own series, in its own scale', () => {
    const windows = selectWindows(data, split, LOOKBACK);
    const known = [2, 0];
    panelOrigins(split, LOOKBACK).forEach(([series, origin], index) => {
      const [past, target] = [new Float32Array(2 * LOOKBACK * WIDTH), new Float32Array(2 * HORIZON * WIDTH)];
      const ahead = new Float32Array(2 * (LOOKBACK + HORIZON) * 2);
      windows.copyPast(index, past, LOOKBACK * WIDTH);
      windows.copyTarget(index, target, HORIZON * WIDTH);
      windows.copyKnown(index, ahead, (LOOKBACK + HORIZON) * 2);
      const value = (row: number, channel: number) => panelValue(series, row, channel);
      expectClose(past.subarray(LOOKBACK * WIDTH), rowsOf(origin - LOOKBACK, LOOKBACK, WIDTH, value));
      expectClose(target.subarray(HORIZON * WIDTH), rowsOf(origin, HORIZON, WIDTH, value));
      expectClose(
        ahead.subarray((LOOKBACK + HORIZON) * 2),
        rowsOf(origin - LOOKBACK, LOOKBACK + HORIZON, 2, (row, k) => panelKnown(series, row, known[k]!)),
      );
      expect([past, target, ahead].every((all) => all.subarray(0, all.length / 2).every((v) => v === 0))).toBe(true);
    });
  });
});

it('has the known channels of the horizon for an origin behind the last observed row', () => {
  const ahead = new Float32Array((LOOKBACK + HORIZON) * 2);
  const keys = { series: Int32Array.of(1), origin: Int32Array.of(PANEL.observedRowCounts[1]) };
  windowsAt(data, keys, LOOKBACK).copyKnown(0, ahead, 0);
  expect(ahead.at(-2)).toBeCloseTo(panelKnown(1, PANEL.observedRowCounts[1] + HORIZON - 1, 2), 5);
});

it('keeps the mask of a data set that has one, and has none otherwise', () => {
  const { mask, offsets } = loadWindowData(openDataset(masked));
  PANEL.observedRowCounts.forEach((count, series) => {
    const from = offsets[series]! * WIDTH;
    const expected = rowsOf(0, count, WIDTH, (row, channel) => (panelObserved(series, row, channel) ? 1 : 0));
    expect([...mask!.subarray(from, from + count * WIDTH)]).toEqual(expected);
  });
  expect(data.mask).toBeUndefined();
});

// Train rows of the series end at row 24 of 2024-01-01, row 42 of 2025-01-01 and row 30 of 2023-01-01, hour by hour.
it('is trained until the last train row of the series that ends last', () => {
  expect(trainedUntil(data)).toBe('2025-01-02T17:00:00.000Z');
});

it('just has windows for the longest lookback that fits, and names the rows of the split for one step more', () => {
  expect(selectWindows(data, 'train', 39).count).toBe(1);
  const select = (split: Split, lookback: number) => () => selectWindows(data, split, lookback);
  expect(select('train', 40)).toThrow('The train split (96 rows) has no window with lookback 40 and horizon 3.');
  expect(select('validation', 54)).toThrow('The validation split (32 rows) has no window with lookback 54');
  expect(select('future', 71)).toThrow('The future split (9 rows) has no window with lookback 71');
});

it('refuses a known channel that is not there, and names those that are', () => {
  expect(() => loadWindowData(openDataset(folder), { known: ['ramp', 'load'] })).toThrow(/"load".*ramp, flag, swing/);
});
