import { openDataset } from '@tsdistill/contracts';
import { loadWindowData, type WindowData } from '@tsdistill/forecasting';
import { panelBorders, temporaryFolder, writePanelDataset } from '@tsdistill/testing';
import { countInSample, findLeaks, findUnknown, type Fitted, isVoid, latestOf, leakText } from './honesty';

/**
 * @file Rows counted by hand. The last train row of all series is that of series 1, which starts on 2025-01-01 and has
 * 42 train, 14 validation and 14 test rows, an hour each: row 41 is 2025-01-02T17:00Z. The other series end before that.
 */

const LAST_TRAIN_ROW = '2025-01-02T17:00:00.000Z';
const hour = (row: number) => new Date(Date.UTC(2025, 0, 1, row)).toISOString();
let data: WindowData;

beforeAll(async () => {
  const folder = temporaryFolder();
  await writePanelDataset(folder);
  data = loadWindowData(openDataset(folder));
});

const fitted = (trainedUntil: string | null, inSampleWindows = 0): Fitted => ({
  role: 'teacher',
  name: 'lstm',
  trainedUntil,
  inSampleWindows,
});
const rowsSeen = (trainedUntil: string | null) => findLeaks([fitted(trainedUntil)], data)[0]?.rows;

it('has the panel of the hand count', () => {
  expect(panelBorders(1)).toEqual({ train: [0, 42], validation: [42, 56], test: [56, 70] });
  expect(hour(41)).toBe(LAST_TRAIN_ROW);
});

it.each([
  ['the last train row', hour(41), undefined],
  ['the first validation row', hour(42), { validation: 1, test: 0 }],
  ['the last validation row', hour(55), { validation: 14, test: 0 }],
  ['the first test row', hour(56), { validation: 14, test: 1 }],
  ['the end of the data, and beyond', '2030-01-01', { validation: 14, test: 14 }],
  ['a year before', '2024-01-01', undefined],
  ['a time that nobody knows', null, undefined],
  ['no time at all', 'last spring', undefined],
  ['another zone', '2025-01-02T20:00:00+02:00', { validation: 1, test: 0 }],
  ['the same without a zone, which is UTC', '2025-01-02T20:00:00', { validation: 3, test: 0 }],
])('counts the rows seen by a model fitted until %s', (_, until, rows) => {
  expect(rowsSeen(until)).toEqual(rows);
});

it('is a leak too when scored windows are in sample, whatever the time says', () => {
  expect(findLeaks([fitted(hour(41), 3)], data)).toEqual([
    {
      role: 'teacher',
      name: 'lstm',
      trainedUntil: hour(41),
      lastTrainRow: LAST_TRAIN_ROW,
      rows: { validation: 0, test: 0 },
      inSampleWindows: 3,
    },
  ]);
});

it('counts scored windows whose row says so', () => {
  const rows = [
    [0, 5],
    [0, 6],
    [2, 5],
  ];
  const softTargets = {
    rowOf: (series: number, origin: number) => rows.findIndex(([s, o]) => s === series && o === origin),
    inSample: Uint8Array.of(1, 0, 1),
  };
  const keys = { series: Int32Array.of(0, 0, 2, 1), origin: Int32Array.of(5, 6, 5, 5) };
  expect(countInSample(softTargets, keys)).toBe(2);
});

it('names the models that do not say when they were fitted', () => {
  const models = [fitted(null), { ...fitted('last spring'), name: 'gru' }, { ...fitted(hour(41)), name: 'mlp' }];
  expect(findUnknown(models)).toEqual(['lstm', 'gru']);
});

it('takes the latest of the times that can be read', () => {
  expect(latestOf([null, hour(3), 'spring', hour(5), hour(4)])).toBe(hour(5));
  expect(latestOf([null, 'spring'])).toBeNull();
});

it('voids for a teacher, student or twin, not for a placebo or rival', () => {
  const voids = (role: Fitted['role']) => isVoid(findLeaks([{ ...fitted(hour(60)), role }], data));
  expect((['teacher', 'student', 'twin', 'placebo', 'rival'] as const).map(voids)).toEqual([
    ...[true, true, true],
    ...[false, false],
  ]);
  expect(isVoid([])).toBe(false);
});

it('says which model saw how many rows of what, and behind which', () => {
  const textOf = (until: string, windows = 0) => leakText(findLeaks([fitted(until, windows)], data)[0]!);
  const last = 'behind the last train row, 2025-01-02T17:00Z';
  expect(textOf(hour(42))).toBe(`the teacher lstm was fitted until 2025-01-02T18:00Z, on 1 validation row ${last}`);
  expect(textOf(hour(57), 1)).toBe(
    `the teacher lstm was fitted until 2025-01-03T09:00Z, on 14 validation rows and 2 test rows ${last}, ` +
      'and was fitted on 1 scored window (inSample)',
  );
  expect(textOf(hour(41), 12)).toBe('the teacher lstm was fitted on 12 scored windows (inSample)');
});
