import { join } from 'node:path';
import { openDataset } from '@tsdistill/contracts';
import { loadWindowData } from '@tsdistill/forecasting';
import { PANEL, panelObserved, panelOrigins, panelValue, temporaryFolder, writePanelDataset } from '@tsdistill/testing';
import { truthOf } from './score-forecasts';
import { createQuantileScores } from './score-quantiles';

const WIDTH = PANEL.target.length;
const SIZE = PANEL.horizon * WIDTH;
const root = temporaryFolder();
const TEST = panelOrigins('test');

beforeAll(async () => {
  await writePanelDataset(join(root, 'plain'));
  await writePanelDataset(join(root, 'masked'), { masked: true });
});

/** Scores quantiles that lie at the given distances from the truth, which may differ by channel. */
function scoresOf(name: string, levels: readonly number[], distance: (q: number, channel: number) => number) {
  const keys = { series: Int32Array.from(TEST, ([s]) => s), origin: Int32Array.from(TEST, ([, origin]) => origin) };
  const scores = createQuantileScores(levels, truthOf(loadWindowData(openDataset(join(root, name))), keys));
  TEST.forEach(([series, origin], index) => {
    const at = (i: number) => panelValue(series, origin + Math.floor(i / WIDTH), i % WIDTH);
    const isSeen = (i: number) => name === 'plain' || panelObserved(series, origin + Math.floor(i / WIDTH), i % WIDTH);
    const row = (q: number) =>
      Array.from({ length: SIZE }, (_, i) => (isSeen(i) ? at(i) + distance(q, i % WIDTH) : 1e9));
    scores.add(index, Float32Array.from(levels.flatMap((_, q) => row(q))));
  });
  return scores.metrics();
}

// Quantiles 2 below, 1 above and 4 above the truth, of the levels 0.1, 0.5 and 0.9: 0.2, 0.5 and 0.4.
it.each(['plain', 'masked'])('is pinball as the mean over levels, by hand, over what is observed: %s', (name) => {
  const { pinball } = scoresOf(name, [0.1, 0.5, 0.9], (q) => [-2, 1, 4][q]!);
  expect(pinball).toBeCloseTo((0.1 * 2 + 0.5 * 1 + 0.1 * 4) / 3, 4);
});

it('is the share of truth between two quantiles with the same tails', () => {
  const metrics = scoresOf('plain', [0.05, 0.1, 0.5, 0.9], (q, channel) => (channel === 0 ? [-2, -1, 0, 1][q]! : 3));
  expect(Object.keys(metrics).filter((name) => name.startsWith('coverage'))).toEqual(['coverage0.8']);
  expect(metrics['coverage0.8']).toBe(0.5);
});

it.each(['plain', 'masked'])('is the share of what is observed at or below each quantile: %s', (name) => {
  // The lowest quantile lies below the truth of loads and above that of prices.
  const metrics = scoresOf(name, [0.1, 0.5, 0.9], (q, channel) => (channel === 0 ? [-1, 1, 2][q]! : 3));
  const seen = TEST.flatMap(([series, origin]) =>
    Array.from({ length: SIZE }, (_, i) => ({ row: origin + Math.floor(i / WIDTH), channel: i % WIDTH, series })),
  ).filter(({ row, channel, series }) => name === 'plain' || panelObserved(series, row, channel));
  const prices = seen.filter(({ channel }) => channel === 1).length / seen.length;
  expect(metrics['below0.1']).toBeCloseTo(prices, 9);
  expect([metrics['below0.5'], metrics['below0.9']]).toEqual([1, 1]);
});
