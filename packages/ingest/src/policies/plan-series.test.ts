import { planSeries, type PlanSettings } from './plan-series';

const settings: PlanSettings = {
  file: 'load.csv',
  isNamed: true,
  missing: 'error',
  short: 'error',
  split: { kind: 'rolling', cutoffs: 1, cutoff: 0, test: 4, validation: 3, window: 'expanding' },
  horizon: 3,
};
/** Needed: a test block of 4, validation of 3, and a train window of 1 + 3. */
const series = (id: string, observedRowCount: number, missingCount = 0) => ({ id, observedRowCount, missingCount });
const LIST = [series('a', 11), series('b', 10), series('c', 20, 2), series('d', 4)];
const ids = (plan: { kept: readonly { series: { id: string }; padRows: number }[] }) =>
  plan.kept.map(({ series: { id }, padRows }) => [id, padRows]);

it('names the first series that is too short, its rows, those it needs, and how many there are', () => {
  expect(() => planSeries(LIST, settings)).toThrow(
    expect.objectContaining({
      code: 'SERIES_TOO_SHORT',
      context: { file: 'load.csv', series: 'b', rows: 10, needed: 11, horizon: 3, count: 2, total: 4 },
    }),
  );
  expect(ids(planSeries([series('a', 11)], settings))).toEqual([['a', 0]]);
});

it('pads short series to just the rows they need, or leaves them out and counts them', () => {
  const padded = planSeries(LIST, { ...settings, short: 'pad' });
  expect(ids(padded)).toEqual([
    ['a', 0],
    ['b', 1],
    ['c', 0],
    ['d', 7],
  ]);
  expect(padded).toMatchObject({ droppedMissing: 0, droppedShort: 0 });
  const dropped = planSeries(LIST, { ...settings, short: 'drop' });
  expect(ids(dropped)).toEqual([
    ['a', 0],
    ['c', 0],
  ]);
  expect(dropped).toMatchObject({ droppedMissing: 0, droppedShort: 2 });
});

it('leaves out series with missing values before it looks at their length', () => {
  const plan = planSeries([...LIST, series('e', 2, 1)], { ...settings, missing: 'drop-series', short: 'drop' });
  expect(ids(plan)).toEqual([['a', 0]]);
  expect(plan).toMatchObject({ droppedMissing: 2, droppedShort: 2 });
  expect(ids(planSeries(LIST.slice(0, 3), { ...settings, missing: 'ffill', short: 'drop' }))).toEqual([
    ['a', 0],
    ['c', 0],
  ]);
});

it('refuses to leave nothing', () => {
  const run = () =>
    planSeries([series('c', 20, 2), series('d', 4)], { ...settings, missing: 'drop-series', short: 'drop' });
  expect(run).toThrow(
    expect.objectContaining({
      code: 'SERIES_NONE_LEFT',
      context: { file: 'load.csv', missing: 1, short: 1, total: 2 },
    }),
  );
});
