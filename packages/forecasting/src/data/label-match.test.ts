import { openDataset, openSoftTargets, type SoftTargets, writeArtifact, writeSoftTargets } from '@tsdistill/contracts';
import {
  PANEL,
  panelObserved,
  panelOrigins,
  panelValue,
  temporaryFolder,
  writePanelDataset,
  writeWaveDataset,
} from '@tsdistill/testing';
import { labelMatchText, matchLabels } from './label-match';
import { loadWindowData, type WindowData } from './windows';

/** @file Teachers that are wrong by a constant, standardized: its square is their mse, whatever the series and scaler. */

type Row = readonly [series: number, origin: number];

/** Rows with one error and one flag. */
interface Part {
  readonly rows: readonly Row[];
  readonly error: number;
  readonly inSample: boolean;
}

let data: WindowData;
let folder: string;
beforeAll(async () => {
  folder = temporaryFolder();
  await writePanelDataset(folder);
  data = loadWindowData(openDataset(folder));
});

async function matchOf(parts: readonly Part[], of = data, missing = (_s: number, _row: number, _c: number) => false) {
  const rows = parts.flatMap(({ rows: keys, ...rest }) =>
    keys.map(([series, origin]) => ({ series, origin, ...rest })),
  );
  const width = PANEL.target.length;
  const forecast = rows.flatMap(({ series, origin, error }) =>
    Array.from({ length: PANEL.horizon * width }, (_, i) => {
      const [row, c] = [origin + Math.floor(i / width), i % width];
      const standardized = missing(series, row, c) ? 1e3 : panelValue(series, row, c) + error;
      return standardized * PANEL.scaler.scale[series]![c]! + PANEL.scaler.shift[series]![c]!;
    }),
  );
  const arrays = {
    series: Int32Array.from(rows, ({ series }) => series),
    origin: Int32Array.from(rows, ({ origin }) => origin),
    inSample: Uint8Array.from(rows, ({ inSample }) => Number(inSample)),
    forecast: Float32Array.from(forecast),
  };
  const meta = { teacher: null, horizon: PANEL.horizon, channels: PANEL.target, unit: 'raw' as const };
  const rest = { quantiles: [], features: [], trainedUntil: null, dataset: of.dataset.fingerprint };
  const path = temporaryFolder();
  await writeArtifact(path, { kind: 'soft-targets', config: {}, inputs: {} }, (draft) =>
    writeSoftTargets(draft, { ...meta, ...rest }, [{ rowCount: rows.length, arrays }]),
  );
  const teacher = openSoftTargets(path);
  try {
    return matchLabels(teacher, of);
  } finally {
    teacher.close();
  }
}

const part = (split: 'train' | 'validation' | 'test', error: number, inSample = split === 'train'): Part => ({
  rows: panelOrigins(split),
  error,
  inSample,
});

it('has the mean squared errors on train and validation windows, in any unit', async () => {
  const { train, heldOut, suspicious } = await matchOf([part('train', 0.3), part('validation', 0.5), part('test', 2)]);
  expect(train).toBeCloseTo(0.09, 4);
  expect(heldOut).toEqual({ split: 'validation', mse: expect.closeTo(0.25, 4) });
  expect(suspicious).toBe(false);
});

// A tenth of .25 is .025: errors of .157 and .159 lie on either side.
it.each([
  ['validation', 0.157, true],
  ['validation', 0.159, false],
  ['test', 0.157, true],
  ['test', 0.159, false],
] as const)('is suspicious below a tenth of the error on %s: %d, %p', async (split, error, expected) => {
  const { suspicious, heldOut } = await matchOf([part('train', error), part(split, 0.5)]);
  expect([heldOut!.split, suspicious]).toEqual([split, expected]);
});

it.each([
  [0.099, true],
  [0.101, false],
])('is suspicious below .01 where nothing is held out: an error of %d, %p', async (error, expected) => {
  expect(await matchOf([part('train', error)])).toMatchObject({ heldOut: null, suspicious: expected });
});

it('looks at the train windows that the teacher was fitted on, or at all where it names none', async () => {
  const [half, rest] = [panelOrigins('train').slice(0, 30), panelOrigins('train').slice(30)];
  const honest = { rows: rest, error: 0.5, inSample: false };
  const held = part('validation', 0.5);
  const named = await matchOf([{ rows: half, error: 0.01, inSample: true }, honest, held]);
  expect(named).toMatchObject({ train: expect.closeTo(0.0001, 5) as number, suspicious: true });
  const unnamed = await matchOf([{ rows: half, error: 0.01, inSample: false }, honest, held]);
  const [a, b] = [half.length, rest.length];
  expect(unnamed.train).toBeCloseTo((a * 0.0001 + b * 0.25) / (a + b), 4);
});

it('has nothing to say of a teacher without train windows', async () => {
  expect(await matchOf([part('test', 0.5)])).toMatchObject({ train: null, suspicious: false });
});

it('counts observed values only', async () => {
  const masked = temporaryFolder();
  await writePanelDataset(masked, { masked: true });
  const gaps = loadWindowData(openDataset(masked));
  const { train } = await matchOf([part('train', 0.3)], gaps, (...cell) => !panelObserved(...cell));
  expect(train).toBeCloseTo(0.09, 3);
});

it('reads at most 2048 windows of a split, one at a time, from its beginning to its end', async () => {
  const path = temporaryFolder();
  await writeWaveDataset(path, { rowCount: 5000, channelCount: 1, horizon: 4, season: 8 });
  const wave = loadWindowData(openDataset(path));
  const read: number[] = [];
  // Rows are origins; the forecast is 0, of one window after the other.
  const teacher = {
    meta: { unit: 'standardized' },
    series: new Int32Array(5000),
    origin: Int32Array.from({ length: 5000 }, (_, row) => row),
    inSample: new Uint8Array(5000),
    rowOf: (_: number, origin: number) => (origin < 3000 ? origin : -1),
    readForecast: (first: number, count: number, target: Float32Array) => {
      expect([count, target.length]).toEqual([1, 4]);
      read.push(first);
      target.fill(0);
    },
  } as unknown as SoftTargets;
  matchLabels(teacher, wave);
  expect(read).toHaveLength(2048);
  expect(new Set(read).size).toBe(2048);
  expect([read[0], read.at(-1)! > 2990]).toEqual([1, true]);
});

it('says the two numbers and the setting that mends it', () => {
  const match = { train: 0.00081234, heldOut: { split: 'validation', mse: 0.31 }, suspicious: true } as const;
  expect(labelMatchText({ name: 'the teacher lstm', isOutside: false }, match)).toBe(
    'The forecasts of the teacher lstm for train windows are almost the labels: MSE 0.000812 (0.310 on validation windows), ' +
      'standardized. Such soft targets teach little; `soft-targets.folds` of a teacher config makes them out of fold.',
  );
  const outside = { name: 'x', isOutside: true };
  expect(labelMatchText(outside, { ...match, heldOut: null })).toContain('MSE 0.000812, standardized.');
  expect(labelMatchText(outside, match)).toMatch(
    /teach little; forecast each train window with a model that was not fitted on it\.$/,
  );
});

// Errors of .0099 and .0101 are mean squares of 9.8e-5 and 1.02e-4, standardized as the data are.
it.each([
  [0.0099, true],
  [0.0101, false],
])('is suspicious where held-out windows are missed by %d: %p', async (error, expected) => {
  const match = await matchOf([part('train', 2 * error), part('validation', error)]);
  expect(match.suspicious).toBe(expected);
});

it('says so where the forecasts are the truth on held-out windows too', () => {
  const match = { train: 0, heldOut: { split: 'validation', mse: 0 }, suspicious: true } as const;
  expect(labelMatchText({ name: 'x', isOutside: true }, match)).toBe(
    'The forecasts of x are almost the truth, for validation windows too: MSE 0.00, standardized. Were they made from it? ' +
      'Nothing that is compared with them means anything then.',
  );
});
