import { join } from 'node:path';
import { openDataset } from '@tsdistill/contracts';
import { concatWindows, loadWindowData, selectWindows, type TrainingWindows } from '@tsdistill/forecasting';
import { PANEL, panelObserved, temporaryFolder, writePanelDataset } from '@tsdistill/testing';
import { measureConfidence } from './confidence';
import type { SoftList } from './soft-lists';

const WIDTH = PANEL.target.length;
const SIZE = PANEL.horizon * WIDTH;
const root = temporaryFolder();
let plain: TrainingWindows;
let masked: TrainingWindows;

beforeAll(async () => {
  await writePanelDataset(join(root, 'plain'));
  await writePanelDataset(join(root, 'masked'), { masked: true });
  [plain, masked] = ['plain', 'masked'].map((name) => windowsOf(join(root, name))) as [
    TrainingWindows,
    TrainingWindows,
  ];
});

/** The train windows, and the first of them once more as if it had no truth. */
function windowsOf(folder: string): TrainingWindows {
  const train = selectWindows(loadWindowData(openDataset(folder)), 'train', 6);
  const again = { ...train, count: 1, series: train.series.slice(0, 1), origin: train.origin.slice(0, 1) };
  const lists = [
    { windows: train, labelled: true },
    { windows: again, labelled: false },
  ];
  return concatWindows(lists, WIDTH);
}

/** A teacher that is wrong by `miss` in every value of a window. */
const teacher =
  (windows: TrainingWindows, miss: (index: number) => number, covers = (_: number) => true): SoftList['readSoft'] =>
  (index, out, offset) => {
    windows.copyTarget(index, out, offset);
    for (let i = 0; i < SIZE; i++) out[offset + i] = (out[offset + i] ?? NaN) + miss(index);
    return covers(index);
  };

// Errors 0, 1 and 4 have the range 4.
it('falls linearly with the squared error, from 1 to 0 over the range of the errors', () => {
  const confidence = measureConfidence(
    teacher(plain, (index) => index % 3),
    plain,
    WIDTH,
  );
  expect(confidence.length).toBe(plain.count);
  for (let index = 0; index < plain.count - 1; index++)
    expect(confidence[index]).toBeCloseTo([1, 0.75, 0][index % 3]!, 4);
});

it('is never below 0, though the smallest error is no 0: 9 and 25 have the range 16', () => {
  const confidence = measureConfidence(
    teacher(plain, (index) => (index % 2 === 0 ? 3 : 5)),
    plain,
    WIDTH,
  );
  expect(confidence[0]).toBeCloseTo(1 - 9 / 16, 4);
  expect(confidence[1]).toBe(0);
});

it('is the mean of the others where there is no truth or no forecast', () => {
  const spoken = (index: number) => index !== 4;
  const confidence = measureConfidence(
    teacher(plain, (index) => index % 2, spoken),
    plain,
    WIDTH,
  );
  const known = [...Array(plain.count - 1).keys()].filter(spoken).map((index) => 1 - (index % 2));
  const mean = known.reduce((a, b) => a + b, 0) / known.length;
  expect(confidence[4]).toBeCloseTo(mean, 4);
  expect(confidence[plain.count - 1]).toBeCloseTo(mean, 4);
});

it('is 1 for a teacher that is equally right everywhere, and where nothing is known of it', () => {
  const none = () => false;
  for (const read of [teacher(plain, () => 0), teacher(plain, () => 0, none)])
    expect([...measureConfidence(read, plain, WIDTH)]).toEqual(Array(plain.count).fill(1));
});

it('looks at observed values only', () => {
  const read: SoftList['readSoft'] = (index, out, offset) => {
    teacher(masked, (at) => at % 2)(index, out, offset);
    const [series, origin] = [masked.series[index]!, masked.origin[index]!];
    for (let i = 0; i < SIZE; i++)
      if (!panelObserved(series, origin + Math.floor(i / WIDTH), i % WIDTH)) out[offset + i] = -1e9 * index;
    return true;
  };
  const confidence = measureConfidence(read, masked, WIDTH);
  for (let index = 0; index < masked.count - 1; index++) expect(confidence[index]).toBeCloseTo(1 - (index % 2), 3);
});
