import { openDataset } from '@tsdistill/contracts';
import { loadWindowData } from '@tsdistill/forecasting';
import { PANEL, panelObserved, panelOrigins, panelValue, temporaryFolder, writePanelDataset } from '@tsdistill/testing';
import { join } from 'node:path';
import { createFollowing } from './following';
import { createResiduals } from './residuals';
import type { ScoredWindow } from './scored-windows';
import { createSlices } from './slices';

/** @file Every model is wrong by a constant, so that each mean is known; a value in five is missing. */

const folder = join(temporaryFolder(), 'dataset');
const width = PANEL.target.length;
/** Added to the truth; twins differ by seed, students by channel too. */
const WRONG = { teacher: 0.1, student: [0.2, 0.4], twin: [0.3, 0.3], price: 0.5 };

function windowAt([series, origin]: readonly [number, number]): ScoredWindow {
  const cells = Array.from({ length: PANEL.horizon * width }, (_, i) => ({
    row: origin + Math.floor(i / width),
    channel: i % width,
  }));
  const truth = Float32Array.from(cells, ({ row, channel }) => panelValue(series, row, channel));
  const off = (by: number, price = 0) => truth.map((value, i) => value + by + (i % width === 1 ? price : 0));
  const observed = Uint8Array.from(cells, ({ row, channel }) => Number(panelObserved(series, row, channel)));
  return {
    ...{ series, origin, truth, observed, teacher: off(WRONG.teacher) },
    students: WRONG.student.map((by) => off(by, WRONG.price)),
    twins: WRONG.twin.map((by) => off(by)),
  };
}

const origins = panelOrigins('test');
const windows = origins.map(windowAt);
let slices: ReturnType<ReturnType<typeof createSlices>['result']>;
beforeAll(async () => {
  await writePanelDataset(folder, { masked: true });
  const collector = createSlices(loadWindowData(openDataset(folder)));
  for (const window of windows) collector.add(window);
  slices = collector.result();
});
const observedCount = windows.reduce((sum, { observed }) => sum + (observed?.reduce((a, b) => a + b, 0) ?? 0), 0);
const of = (dimension: string) => slices.filter((slice) => slice.dimension === dimension);

it('cuts every observed element once in each dimension', () => {
  const dimensions = [...new Set(slices.map(({ dimension }) => dimension))];
  expect(dimensions).toEqual(['channel', 'series', 'step', 'hour', 'weekday', 'level']);
  for (const name of dimensions) expect(of(name).reduce((sum, { count }) => sum + count, 0)).toBe(observedCount);
});

it('has the mean squared error of each channel: over seeds (.2² + .4²)/2, and with .5 more for prices', () => {
  const [load, price] = of('channel');
  expect(load).toMatchObject({ value: 'load', student: expect.closeTo(0.1, 4), teacher: expect.closeTo(0.01, 4) });
  expect(price).toMatchObject({
    value: 'price',
    student: expect.closeTo((0.49 + 0.81) / 2, 4),
    twin: expect.closeTo(0.09, 4),
  });
});

it('names series, steps and hours as they are', () => {
  expect(of('series').map(({ value }) => value)).toEqual(['series0', 'series1', 'series2']);
  expect(of('step').map(({ value }) => value)).toEqual(['1', '2', '3']);
  // Series start at midnight UTC; the hour is that of the row that is forecast.
  const expected = new Set(
    origins.flatMap(([, origin]) => Array.from({ length: PANEL.horizon }, (_, step) => (origin + step) % 24)),
  );
  expect(of('hour').map(({ value }) => Number(value.slice(0, 2)))).toEqual([...expected].sort((a, b) => a - b));
});

it('measures how far student and twin are from teacher and truth, step by step', () => {
  const following = createFollowing(PANEL.horizon, 1);
  // Of loads alone: without the prices every element of a step is wrong by the same.
  const loads = (values: Float32Array) => values.filter((_, i) => i % width === 0);
  for (const { truth, teacher, students, twins, ...place } of windows)
    following.add({
      series: place.series,
      origin: place.origin,
      truth: loads(truth),
      teacher: loads(teacher),
      students: students.map(loads),
      twins: twins.map(loads),
    });
  const { studentTeacher, studentTruth, twinTeacher, twinTruth, teacherTruth } = following.result();
  const near = (value: number) => Array.from({ length: PANEL.horizon }, () => expect.closeTo(value, 4) as number);
  expect(studentTeacher).toEqual(near((0.1 ** 2 + 0.3 ** 2) / 2));
  expect(twinTeacher).toEqual(near(0.2 ** 2));
  expect([studentTruth, twinTruth, teacherTruth]).toEqual([near(0.1), near(0.09), near(0.01)]);
});

it('counts each residual in the bin around it, of the student once for each seed', () => {
  const residuals = createResiduals(windows.length, width, 10);
  for (const window of windows) residuals.add(window);
  const { bins, student, teacher, autocorrelation } = residuals.result();
  const filled = (who: 'student' | 'teacher') => bins.filter((bin) => bin[who] > 0).map(({ middle }) => middle);
  expect(filled('teacher')).toEqual([0.1]);
  expect(filled('student')).toEqual([0.2, 0.4, 0.7, 0.9]);
  expect(bins.reduce((sum, bin) => sum + bin.student, 0)).toBeCloseTo(1, 9);
  const loads = of('channel').find(({ value }) => value === 'load')!.count / observedCount;
  expect(student.mean).toBeCloseTo(0.3 + 0.5 * (1 - loads), 4);
  expect([teacher.mean, teacher.sd]).toEqual([expect.closeTo(0.1, 4), expect.closeTo(0, 3)]);
  // Six to twelve windows a series are too few.
  expect(autocorrelation.student).toEqual([]);
});
