import { openDataset } from '@tsdistill/contracts';
import { PANEL, panelBorders, panelOrigins, temporaryFolder, writePanelDataset } from '@tsdistill/testing';
import fc from 'fast-check';
import { fittedUntil, foldOrigins, foldWindows } from './fold-origins';
import { loadWindowData, selectWindows, type WindowData, type Windows } from './windows';

const [LOOKBACK, HOUR_MS] = [5, 3_600_000];
const folder = temporaryFolder();
let data: WindowData;
let train: Windows;

beforeAll(async () => {
  await writePanelDataset(folder);
  data = loadWindowData(openDataset(folder));
  train = selectWindows(data, 'train', LOOKBACK);
});

/** Windows of `horizon` moments from each first one, in any order and with repetitions: several series at one time. */
const spansOf = (first: readonly number[], horizon: number) => ({
  first: Float64Array.from(first),
  last: Float64Array.from(first, (moment) => moment + horizon - 1),
});

const cases = fc.record({
  first: fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 40 }),
  horizon: fc.integer({ min: 1, max: 6 }),
  count: fc.integer({ min: 2, max: 6 }),
});

describe('the folds of any windows', () => {
  it('hold each window once, each fold earlier than the next', () => {
    fc.assert(
      fc.property(cases, ({ first, horizon, count }) => {
        const folds = Array.from({ length: count }, (_, index) =>
          foldOrigins(spansOf(first, horizon), { index, count }),
        );
        const held = folds.flatMap((fold) => [...fold.held]);
        expect([...held].sort((a, b) => a - b)).toEqual([...first.keys()]);
        const moments = folds.map((fold) => [...fold.held].map((i) => first[i]!)).filter(({ length }) => length > 0);
        moments.slice(1).forEach((later, i) => expect(Math.min(...later)).toBeGreaterThan(Math.max(...moments[i]!)));
      }),
    );
  });

  it('begin where i/count of the windows are before them, a window that shares its moment with the next aside', () => {
    fc.assert(
      fc.property(cases, ({ first, horizon, count }) => {
        const sorted = [...first].sort((a, b) => a - b);
        for (let index = 0; index < count; index++) {
          // By hand: walk the sorted windows, and give each to the fold in which the first window of its moment stands.
          const foldOfPlace = (place: number) => {
            let fold = 0;
            while (fold + 1 < count && Math.floor(((fold + 1) * sorted.length) / count) <= place) fold++;
            return fold;
          };
          const lastPlace = (moment: number) => sorted.lastIndexOf(moment);
          const { held } = foldOrigins(spansOf(first, horizon), { index, count });
          const expected = [...first.keys()].filter((i) => foldOfPlace(lastPlace(first[i]!)) === index);
          expect([...held]).toEqual(expected);
        }
      }),
    );
  });

  it('leave the windows of which no target moment lies between the first and the last of the fold', () => {
    fc.assert(
      fc.property(cases, ({ first, horizon, count }) => {
        for (let index = 0; index < count; index++) {
          const { held, rest } = foldOrigins(spansOf(first, horizon), { index, count });
          const momentsOf = (i: number) => Array.from({ length: horizon }, (_, step) => first[i]! + step);
          const seen = [...held].flatMap(momentsOf);
          const [from, until] = [Math.min(...seen), Math.max(...seen)];
          const free = (i: number) => momentsOf(i).every((moment) => moment < from || moment > until);
          expect([...rest]).toEqual([...first.keys()].filter((i) => held.length === 0 || free(i)));
        }
      }),
    );
  });
});

/** The windows of a fold as (series, origin), in stored order. */
const keysOf = ({ series, origin }: Windows) => Array.from(series, (value, i) => [value, origin[i]]);

it('are blocks of time in a panel whose series follow one another', () => {
  // 5 to 21 of series 0 (2024), 5 to 39 of series 1 (2025), 5 to 27 of series 2 (2023): 17, 35 and 23 windows.
  const origins = panelOrigins('train', LOOKBACK);
  expect(train.count).toBe(75);
  const parts = Array.from({ length: 3 }, (_, index) => foldWindows(data, train, { index, count: 3 }));
  const of = (series: number, from: number, to: number) =>
    origins.filter(([s, origin]) => s === series && origin >= from && origin < to);
  expect(parts.map(({ held }) => keysOf(held))).toEqual([
    of(2, 5, 28)
      .concat(of(0, 5, 7))
      .sort(bySeries),
    of(0, 7, 22)
      .concat(of(1, 5, 15))
      .sort(bySeries),
    of(1, 15, 40),
  ]);
  // Two windows before and two after a fold share its rows, where they are of one series.
  expect(parts.map(({ rest }) => keysOf(rest))).toEqual([
    of(0, 9, 22).concat(of(1, 5, 40)),
    of(0, 5, 5).concat(of(1, 17, 40), of(2, 5, 28)),
    of(0, 5, 22).concat(of(1, 5, 13), of(2, 5, 28)),
  ]);
});

const bySeries = ([a]: readonly [number, number], [b]: readonly [number, number]) => a - b;

it('says until when the rest of the last fold is fitted: the row before the fold', () => {
  const { rest } = foldWindows(data, train, { index: 2, count: 3 });
  // Series 1 begins at 2025-01-01; the fold at its row 15.
  expect(fittedUntil(data, rest)).toBe(new Date(Date.UTC(2025, 0, 1) + 14 * HOUR_MS).toISOString());
  const last = panelBorders(1).train[1] - 1;
  expect(fittedUntil(data, train)).toBe(new Date(Date.UTC(2025, 0, 1) + last * HOUR_MS).toISOString());
});

describe('with the fewest windows', () => {
  // A lookback of 40 - n leaves n windows, all of series 1 and one row apart.
  it('just fits: 5 windows of horizon 3 in 4 folds leave one', () => {
    const few = selectWindows(data, 'train', 35);
    const { held, rest } = foldWindows(data, few, { index: 0, count: 4 });
    expect([keysOf(held), keysOf(rest)]).toEqual([[[1, 35]], [[1, 38], [1, 39]]]); // prettier-ignore
  });

  it('one too few: 3 windows in 3 folds leave none that shares no row', () => {
    const few = selectWindows(data, 'train', 37);
    expect(() => foldWindows(data, few, { index: 0, count: 3 })).toThrow(
      `Fold 0 of 3 holds 1 of the 3 train windows (lookback 37, horizon ${PANEL.horizon}) and leaves 0 that share no row with them; both need one.`,
    );
  });

  it('one fold too many holds nothing', () => {
    const few = selectWindows(data, 'train', 35);
    expect(foldWindows(data, few, { index: 4, count: 5 }).held.count).toBe(1);
    expect(() => foldWindows(data, few, { index: 0, count: 6 })).toThrow('Fold 0 of 6 holds 0 of the 5 train windows');
  });
});
