import { join } from 'node:path';
import { openDataset } from '@tsdistill/contracts';
import { loadWindowData, type ReadForecast, type WindowData } from '@tsdistill/forecasting';
import { PANEL, panelObserved, panelOrigins, panelValue, temporaryFolder, writePanelDataset } from '@tsdistill/testing';
import { measureTrust } from './trust';

const WIDTH = PANEL.target.length;
const root = temporaryFolder();
let data: WindowData;
let masked: WindowData;

beforeAll(async () => {
  await writePanelDataset(join(root, 'plain'));
  await writePanelDataset(join(root, 'masked'), { masked: true });
  data = loadWindowData(openDataset(join(root, 'plain')));
  masked = loadWindowData(openDataset(join(root, 'masked')));
});

type Miss = (step: number, channel: number) => number;

function teacherOf(miss: Miss, covers = (_series: number, _origin: number) => true): { read: ReadForecast } {
  return {
    read: (series, origin, out, offset) => {
      for (let i = 0; i < PANEL.horizon * WIDTH; i++) {
        const [step, channel] = [Math.floor(i / WIDTH), i % WIDTH];
        out[offset + i] = panelValue(series, origin + step, channel) + miss(step, channel);
      }
      return covers(series, origin);
    },
  };
}

/** Mean squared error of the value one season before, by definition, over the elements that are kept. */
function naiveError(keep: (step: number, channel: number, series: number, row: number) => boolean): number {
  const squares = panelOrigins('validation', PANEL.season).flatMap(([series, origin]) =>
    Array.from({ length: PANEL.horizon * WIDTH }, (_, i) => [Math.floor(i / WIDTH), i % WIDTH] as const)
      .filter(([step, channel]) => keep(step, channel, series, origin + step))
      .map(
        ([step, channel]) =>
          (panelValue(series, origin + step - PANEL.season, channel) - panelValue(series, origin + step, channel)) ** 2,
      ),
  );
  return squares.reduce((sum, value) => sum + value, 0) / squares.length;
}

it('believes a teacher that is nowhere worse than the seasonal naive forecast', () => {
  for (const per of ['channel', 'step'] as const) {
    const { weights, loweredCount } = measureTrust(
      teacherOf(() => 0),
      per,
      data,
    );
    expect([...weights]).toEqual(Array(PANEL.horizon * WIDTH).fill(1));
    expect(loweredCount).toBe(0);
  }
});

it('believes it less by channel in the ratio of the errors, and counts the channels', () => {
  const teacher = teacherOf((_, channel) => [0.01, 3][channel]!);
  const { weights, loweredCount, groupCount } = measureTrust(teacher, 'channel', data);
  const lowered = naiveError((_, channel) => channel === 1) / 9;
  expect(lowered).toBeLessThan(0.1);
  [...weights].forEach((weight, i) => expect(weight).toBeCloseTo(i % WIDTH === 1 ? lowered : 1, 4));
  expect([loweredCount, groupCount]).toEqual([1, 2]);
});

it('believes it less by step in the ratio of the errors, and counts the steps', () => {
  const { weights, loweredCount, groupCount } = measureTrust(
    teacherOf((step) => 1 + step),
    'step',
    data,
  );
  [...weights].forEach((weight, i) => {
    const step = Math.floor(i / WIDTH);
    expect(weight).toBeCloseTo(naiveError((h) => h === step) / (1 + step) ** 2, 4);
  });
  expect([loweredCount, groupCount]).toEqual([3, 3]);
});

it('counts observed values only', () => {
  const wild = teacherOf(() => 2);
  const read: ReadForecast = (series, origin, out, offset) => {
    wild.read(series, origin, out, offset);
    for (let i = 0; i < PANEL.horizon * WIDTH; i++)
      if (!panelObserved(series, origin + Math.floor(i / WIDTH), i % WIDTH)) out[offset + i] = 1e9;
    return true;
  };
  const { weights } = measureTrust({ read }, 'channel', masked);
  expect(weights.every((weight) => weight > 1e-3)).toBe(true);
});

it('compares on the windows that the teacher covers', () => {
  const [first] = panelOrigins('validation', PANEL.season);
  const isFirst = (series: number, origin: number) => series === first![0] && origin === first![1];
  const { weights } = measureTrust(
    teacherOf(() => 1, isFirst),
    'channel',
    data,
  );
  const [series, origin] = first!;
  const squares = [0, 1, 2].map((h) => {
    const row = origin + h;
    return (panelValue(series, row - PANEL.season, 0) - panelValue(series, row, 0)) ** 2;
  });
  expect(weights[0]).toBeCloseTo(Math.min(1, (squares[0]! + squares[1]! + squares[2]!) / 3), 4);
});

it('refuses a teacher that covers no validation window', () => {
  const count = panelOrigins('validation', PANEL.season).length;
  expect(() =>
    measureTrust(
      teacherOf(
        () => 0,
        () => false,
      ),
      'step',
      data,
    ),
  ).toThrow(`the soft targets cover none of the ${count} validation windows with a season before them.`);
});
