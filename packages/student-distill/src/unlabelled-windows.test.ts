import { openDataset } from '@tsdistill/contracts';
import { loadWindowData, type ReadForecast, type WindowData } from '@tsdistill/forecasting';
import { PANEL, panelBorders, panelOrigins, temporaryFolder, writePanelDataset } from '@tsdistill/testing';
import { pastUntil, unlabelledWindows } from './unlabelled-windows';

const LOOKBACK = 6;
const folder = temporaryFolder();
let data: WindowData;

beforeAll(async () => {
  await writePanelDataset(folder);
  data = loadWindowData(openDataset(folder));
});

const all = PANEL.observedRowCounts.map((_, series) => series);
/** By definition: the last train row is the first target row at the latest, and the last target row lies behind it. */
const trainEnds = all.flatMap((series) => {
  const [, to] = panelBorders(series).train;
  return [to - 2, to - 1].map((origin) => [series, origin]);
});
const futures = all.map((series) => [series, PANEL.observedRowCounts[series]]);

const covering = (covers: (series: number, origin: number) => boolean): { read: ReadForecast } => ({ read: covers });
const keysOf = ({ series, origin }: { series: Int32Array; origin: Int32Array }) =>
  Array.from(series, (value, i) => [value, origin[i]]);

it('are the covered origins at the end of the train rows, then the future ones, and no held-out origin', () => {
  expect(
    keysOf(
      unlabelledWindows(
        covering(() => true),
        data,
        LOOKBACK,
      ),
    ),
  ).toEqual([...trainEnds, ...futures]);
  const heldOut = [...panelOrigins('validation'), ...panelOrigins('test'), ...panelOrigins('train')];
  expect([...trainEnds, ...futures].filter((key) => heldOut.some((other) => `${other}` === `${key}`))).toEqual([]);
});

it('are those that the soft targets cover, with their lookback', () => {
  const early = covering((series, origin) => series === 1 && origin < 50);
  const windows = unlabelledWindows(early, data, LOOKBACK);
  expect(keysOf(windows)).toEqual([
    [1, 40],
    [1, 41],
  ]);
  expect(windows.lookback).toBe(LOOKBACK);
  // Series 0 has 24 train rows, so 23 rows lie before its last origin.
  expect(
    keysOf(
      unlabelledWindows(
        covering((s, o) => s === 0 && o < 30),
        data,
        23,
      ),
    ),
  ).toEqual([[0, 23]]);
});

it('read up to the row before their latest origin', () => {
  const [[ends], [behind]] = [
    [
      unlabelledWindows(
        covering((_, origin) => origin < 42),
        data,
        LOOKBACK,
      ),
    ],
    [
      unlabelledWindows(
        covering((series, origin) => series === 2 && origin === 50),
        data,
        LOOKBACK,
      ),
    ],
  ];
  // Origin 41 of the series that starts at 2025-01-01 has read row 40; origin 50 of that of 2023-01-01 row 49.
  expect(pastUntil(data, ends!)).toBe('2025-01-02T16:00:00.000Z');
  expect(pastUntil(data, behind!)).toBe('2023-01-03T01:00:00.000Z');
});

it('are refused where none is covered, with the numbers of both kinds', () => {
  const heldOut = covering((_, origin) => origin === 60);
  expect(() => unlabelledWindows(heldOut, data, LOOKBACK)).toThrow(
    'cover none of 6 origins at the end of the train split and none of 3 future origins.',
  );
});

it('are not those behind the last observed train row: a teacher has read nothing new there', async () => {
  const masked = temporaryFolder();
  await writePanelDataset(masked, { masked: true, hidden: [[1, 41], [2, 28], [2, 29]] }); // prettier-ignore
  const found = unlabelledWindows(
    covering(() => true),
    loadWindowData(openDataset(masked)),
    LOOKBACK,
  );
  expect(keysOf(found)).toEqual([[0, 22], [0, 23], [1, 40], ...futures]);
});
