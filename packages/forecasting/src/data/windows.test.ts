import { openDataset, type Split } from '@tsdistill/contracts';
import {
  PANEL,
  PANEL_COUNTS,
  PANEL_WEIGHTS,
  panelKnown,
  panelObserved,
  panelOrigins,
  panelPast,
  panelStatic,
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

it('is trained until then in data sets of more series than a call takes arguments, too', () => {
  const { meta } = data.dataset.manifest;
  const series = Array.from({ length: 200_000 }, (_, index) => meta.series[index % meta.series.length]!);
  const offsets = Int32Array.from(series, (_, index) => data.offsets[index % meta.series.length]!);
  const dataset = { ...data.dataset, manifest: { ...data.dataset.manifest, meta: { ...meta, series } } };
  expect(trainedUntil({ ...data, dataset, offsets })).toBe('2025-01-02T17:00:00.000Z');
});

it('just has windows for the longest lookback that fits, and names the rows of the split for one step more', () => {
  expect(selectWindows(data, 'train', 39).count).toBe(1);
  const select = (split: Split, lookback: number) => () => selectWindows(data, split, lookback);
  expect(select('train', 40)).toThrow('The train split (96 rows) has no window with lookback 40 and horizon 3.');
  expect(select('validation', 54)).toThrow('The validation split (32 rows) has no window with lookback 54');
  expect(select('future', 71)).toThrow('The future split (9 rows) has no window with lookback 71');
});

it('refuses a covariate that is not there, and names those that are', () => {
  expect(() => loadWindowData(openDataset(folder), { known: ['ramp', 'load'] })).toThrow(
    'The model reads the known channel "load", but the data set has ramp, flag, swing.',
  );
  expect(() => loadWindowData(openDataset(folder), { static: ['area'] })).toThrow(
    'The model reads the static channel "area", but the data set has none.',
  );
});

describe('with everything that a panel can have', () => {
  const rich = temporaryFolder();
  beforeAll(() => writePanelDataset(rich, { covariates: true, weighted: true, masked: true, transformed: true }));
  const windows = () =>
    windowsAt(
      loadWindowData(openDataset(rich), { past: ['wind', 'flow'], static: ['kind=b', 'area'] }),
      { series: Int32Array.of(2, 0, 1), origin: Int32Array.of(20, 9, 50) },
      LOOKBACK,
    );
  const keys = [
    [2, 20],
    [0, 9],
    [1, 50],
  ] as const;
  const copied = (copy: (out: Float32Array, offset: number) => void, size: number) => {
    const out = new Float32Array(size + 2).fill(-7);
    copy(out, 1);
    expect([out[0], out.at(-1)]).toEqual([-7, -7]);
    return out.subarray(1, -1);
  };

  it('targets are on the scale of their transform', () => {
    keys.forEach(([series, origin], index) => {
      const truth = copied((out, offset) => windows().copyTarget(index, out, offset), HORIZON * WIDTH);
      truth.forEach((value, i) => {
        const [row, channel] = [origin + Math.floor(i / WIDTH), i % WIDTH];
        if (panelObserved(series, row, channel)) expect(value).toBeCloseTo(panelValue(series, row, channel), 4);
      });
    });
  });

  it('past covariates and static features are those asked for, scaled, of the rows and the series of the window', () => {
    keys.forEach(([series, origin], index) => {
      const past = copied((out, offset) => windows().copyCovariates(index, out, offset), LOOKBACK * 2);
      expectClose(
        past,
        rowsOf(origin - LOOKBACK, LOOKBACK, 2, (row, c) => panelPast(series, row, 1 - c)),
      );
      const statics = copied((out, offset) => windows().copyStatic(index, out, offset), 2);
      expectClose(statics, [panelStatic(series, 2), panelStatic(series, 0)]);
    });
  });

  it('truth that counts, the floor and the weight are those of the window and its series', () => {
    keys.forEach(([series, origin], index) => {
      const observed = copied((out, offset) => windows().copyObserved!(index, out, offset), HORIZON * WIDTH);
      const expected = rowsOf(origin, HORIZON, WIDTH, (row, channel) => (panelObserved(series, row, channel) ? 1 : 0));
      expect([...observed]).toEqual(expected);
      const floor = copied((out, offset) => windows().copyFloor(index, out, offset), WIDTH);
      const [shift, scale] = [PANEL_COUNTS.shift[series]!, PANEL_COUNTS.scale[series]!];
      expectClose(floor, [-shift[0] / scale[0], -shift[1] / scale[1]]);
      expect(windows().weight(index)).toBe(PANEL_WEIGHTS[series]);
    });
  });
});

it('counts every window as one where series have no weight, and has no mask where nothing is missing', () => {
  const plain = selectWindows(data, 'train', LOOKBACK);
  expect([plain.weight(0), plain.copyObserved]).toEqual([1, undefined]);
});
