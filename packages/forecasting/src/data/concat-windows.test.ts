import { openDataset } from '@tsdistill/contracts';
import { PANEL, temporaryFolder, writePanelDataset } from '@tsdistill/testing';
import { concatWindows } from './concat-windows';
import { loadWindowData, selectWindows, type WindowData, type Windows, windowsAt } from './windows';

const [LOOKBACK, HORIZON, WIDTH] = [5, PANEL.horizon, PANEL.target.length];
const folder = temporaryFolder();
let data: WindowData;
let lists: { train: Windows; none: Windows; test: Windows; validation: Windows };

beforeAll(async () => {
  await writePanelDataset(folder);
  data = loadWindowData(openDataset(folder), { known: ['ramp'] });
  const split = (name: 'train' | 'test' | 'validation') => selectWindows(data, name, LOOKBACK);
  const none = windowsAt(data, { series: new Int32Array(0), origin: new Int32Array(0) }, LOOKBACK);
  lists = { train: split('train'), none, test: split('test'), validation: split('validation') };
});

const joined = () =>
  concatWindows(
    [
      { windows: lists.train, labelled: true },
      { windows: lists.none, labelled: true },
      { windows: lists.test, labelled: false },
      { windows: lists.validation, labelled: true },
    ],
    WIDTH,
  );

type Copy = 'copyPast' | 'copyTarget' | 'copyKnown';
const SIZES = { copyPast: LOOKBACK * WIDTH, copyTarget: HORIZON * WIDTH, copyKnown: LOOKBACK + HORIZON };

function copied(windows: Windows, copy: Copy, index: number): number[] {
  const out = new Float32Array(SIZES[copy] + 2).fill(-1);
  windows[copy](index, out, 1);
  return [...out];
}

it('has the windows of the lists one after the other, each as it is in its list', () => {
  const all = joined();
  const parts = [lists.train, lists.none, lists.test, lists.validation];
  expect(all.count).toBe(parts.reduce((sum, { count }) => sum + count, 0));
  let index = 0;
  parts.forEach((windows, list) => {
    for (let inner = 0; inner < windows.count; inner++, index++) {
      expect(all.locate(index)).toEqual({ list, index: inner });
      expect([all.series[index], all.origin[index]]).toEqual([windows.series[inner], windows.origin[inner]]);
      expect(copied(all, 'copyPast', index)).toEqual(copied(windows, 'copyPast', inner));
      expect(copied(all, 'copyKnown', index)).toEqual(copied(windows, 'copyKnown', inner));
      expect(all.phase(index, 7)).toBe(windows.phase(inner, 7));
    }
  });
  expect([all.lookback, all.horizon]).toEqual([LOOKBACK, HORIZON]);
});

it('has the truth of labelled windows only, and zeros of the size of a window for the others', () => {
  const all = joined();
  const from = lists.train.count;
  expect([from - 1, from, from + lists.test.count].map((index) => all.labelled(index))).toEqual([true, false, true]);
  expect(copied(all, 'copyTarget', from - 1)).toEqual(copied(lists.train, 'copyTarget', from - 1));
  expect(copied(all, 'copyTarget', from)).toEqual([-1, ...Array<number>(HORIZON * WIDTH).fill(0), -1]);
  expect(copied(all, 'copyTarget', from + lists.test.count)).toEqual(copied(lists.validation, 'copyTarget', 0));
});

it('refuses windows of another length, and no list at all', () => {
  const longer = selectWindows(data, 'train', LOOKBACK + 1);
  const both = [lists.train, longer].map((windows) => ({ windows, labelled: true }));
  expect(() => concatWindows(both, WIDTH)).toThrow('windows of 6/3 beside 5/3 steps');
  expect(() => concatWindows([], WIDTH)).toThrow(RangeError);
});

it('has covariates, floor and weight of the window of its list, and counts no truth where there is none', async () => {
  const rich = temporaryFolder();
  await writePanelDataset(rich, { covariates: true, weighted: true, masked: true, transformed: true });
  const all = loadWindowData(openDataset(rich), { past: ['flow'], static: ['area', 'kind=a'] });
  const [train, test] = [selectWindows(all, 'train', LOOKBACK), selectWindows(all, 'test', LOOKBACK)];
  const both = concatWindows(
    [
      { windows: train, labelled: true },
      { windows: test, labelled: false },
    ],
    WIDTH,
  );
  const sizes = { copyCovariates: LOOKBACK, copyStatic: 2, copyFloor: WIDTH, copyObserved: HORIZON * WIDTH };
  const read = (windows: Windows, name: keyof typeof sizes, index: number) => {
    const out = new Float32Array(sizes[name]).fill(-1);
    windows[name]!(index, out, 0);
    return [...out];
  };
  for (const [index, windows, inner] of [
    [train.count - 1, train, train.count - 1],
    [train.count + 3, test, 3],
  ] as const) {
    for (const name of ['copyCovariates', 'copyStatic', 'copyFloor'] as const)
      expect(read(both, name, index)).toEqual(read(windows, name, inner));
    expect(both.weight(index)).toBe(windows.weight(inner));
  }
  expect(read(both, 'copyObserved', 4)).toEqual(read(train, 'copyObserved', 4));
  expect(read(both, 'copyObserved', train.count)).toEqual(Array(HORIZON * WIDTH).fill(0));
});
