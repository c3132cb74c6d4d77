import { openDataset, readOrigins } from '@tsdistill/contracts';
import { PANEL, panelBorders, panelOrigins, temporaryFolder, writePanelDataset } from '@tsdistill/testing';
import { newestOrigins } from './newest-origins';

const folder = temporaryFolder();
beforeAll(() => writePanelDataset(folder));
const metaOf = () => openDataset(folder).manifest.meta;
const listOf = ({ series, origin }: ReturnType<typeof newestOrigins>) => Array.from(series, (s, i) => [s, origin[i]]);

/** By the definition: every row of the grid of train origins, which of them has its lookback in train and its targets not. */
function slowly(stride: number, horizon: number, lookback: number): number[][] {
  return PANEL.observedRowCounts.flatMap((count, series) => {
    const [from, to] = panelBorders(series).train;
    const isTrain = (row: number) => row >= from && row < to;
    const rowsFrom = (row: number, length: number) => Array.from({ length }, (_, i) => row + i);
    return rowsFrom(1, count)
      .filter((origin) => (origin - 1) % stride === 0)
      .filter((origin) => isTrain(origin) && rowsFrom(origin - lookback, lookback).every(isTrain))
      .filter((origin) => !rowsFrom(origin, horizon).every(isTrain))
      .map((origin) => [series, origin]);
  });
}

it('are the last H - 1 train rows of every series', () => {
  expect(listOf(newestOrigins(metaOf(), 6, undefined))).toEqual([
    [0, 22],
    [0, 23],
    [1, 40],
    [1, 41],
    [2, 28],
    [2, 29],
  ]);
});

it.each([1, 2, 3, 4, 5, 7].flatMap((stride) => [1, 2, 3, 8, 30].map((horizon) => [stride, horizon])))(
  'go on in the stride %i of the train origins, for horizon %i',
  (stride, horizon) => {
    for (const lookback of [1, 6, 25])
      expect(listOf(newestOrigins({ ...metaOf(), stride, horizon }, lookback, undefined))).toEqual(
        slowly(stride, horizon, lookback),
      );
  },
);

it('are no origins that the data set has', () => {
  const { series, origin } = readOrigins(openDataset(folder));
  const stored = new Set(Array.from(series, (s, i) => `${s}/${origin[i]}`));
  expect(stored.size).toBeGreaterThan(panelOrigins('train').length);
  expect(listOf(newestOrigins(metaOf(), 1, undefined)).filter(([s, o]) => stored.has(`${s}/${o}`))).toEqual([]);
});

it('just look back on all of a series, and are left out for one step more', () => {
  expect(listOf(newestOrigins(metaOf(), 41, undefined))).toEqual([[1, 41]]);
  expect(listOf(newestOrigins(metaOf(), 42, undefined))).toEqual([]);
});

it('need an observed target among the train rows, as all train origins do: what lies behind the split does not count', () => {
  const { series } = metaOf();
  const firstRows = [0, series[0]!.rowCount, series[0]!.rowCount + series[1]!.rowCount];
  const observed = new Uint8Array(series.reduce((sum, { rowCount }) => sum + rowCount, 0)).fill(1);
  // The last train row of series 1, and the last two of series 2.
  for (const [index, row] of [[1, 41], [2, 28], [2, 29]]) observed[firstRows[index!]! + row!] = 0; // prettier-ignore
  expect(listOf(newestOrigins(metaOf(), 6, observed))).toEqual([
    [0, 22],
    [0, 23],
    [1, 40],
  ]);
});
