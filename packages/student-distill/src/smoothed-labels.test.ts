import { openDataset } from '@tsdistill/contracts';
import { loadWindowData, type WindowData } from '@tsdistill/forecasting';
import {
  PANEL,
  panelObserved,
  panelOrigins,
  panelValue,
  temporaryFolder,
  waveValue,
  writePanelDataset,
  writeWaveDataset,
} from '@tsdistill/testing';
import { smoothedLabels } from './smoothed-labels';

const WAVE = { rowCount: 100, channelCount: 2, horizon: 9, season: 8 };
const folder = temporaryFolder();
let data: WindowData;

beforeAll(async () => {
  await writeWaveDataset(folder, WAVE);
  data = loadWindowData(openDataset(folder));
});

function readAt(origin: number, steps?: number): number[] | undefined {
  const out = new Float32Array(WAVE.horizon * WAVE.channelCount + 2).fill(-1);
  if (!smoothedLabels(data, steps).read(0, origin, out, 1)) return undefined;
  expect([out[0], out.at(-1)]).toEqual([-1, -1]);
  return [...out.subarray(1, -1)];
}

function meanOfRows(from: number, to: number, channel: number): number {
  let sum = 0;
  for (let row = from; row < to; row++) sum += waveValue(row, channel, WAVE.season);
  return sum / (to - from);
}

it('are centred means of the truth, of fewer steps at the ends of the window', () => {
  const origin = 20;
  readAt(origin, 5)!.forEach((value, i) => {
    const [row, channel] = [origin + Math.floor(i / WAVE.channelCount), i % WAVE.channelCount];
    const [from, to] = [Math.max(origin, row - 2), Math.min(origin + WAVE.horizon, row + 3)];
    expect(value).toBeCloseTo(meanOfRows(from, to, channel), 4);
  });
});

it('are the truth with one step, and its mean everywhere with a window of twice the horizon', () => {
  const truth = Array.from(readAt(30, 1)!, (value, i) => value - waveValue(30 + Math.floor(i / 2), i % 2, WAVE.season));
  expect(Math.max(...truth.map(Math.abs))).toBeLessThan(1e-5);
  readAt(30, 17)!.forEach((value, i) => expect(value).toBeCloseTo(meanOfRows(30, 39, i % 2), 4));
  expect(readAt(30, 25)).toEqual(readAt(30, 17));
});

// Rows 0 … 59 are train, 60 … 79 validation: a window over a border would show the student what it is judged on.
it('cover windows whose targets lie in the train or the validation split', () => {
  const covered = [1, 51, 52, 59, 60, 71, 72, 79, 80, 91].map((origin) => readAt(origin) !== undefined);
  expect(covered).toEqual([true, true, false, false, true, true, false, false, false, false]);
});

// What is missing is stored as a million; a label made of it would be far off.
it('are means of what is observed', async () => {
  const masked = temporaryFolder();
  await writePanelDataset(masked, { masked: true });
  const { read } = smoothedLabels(loadWindowData(openDataset(masked)), 3);
  const out = new Float32Array(PANEL.horizon * PANEL.target.length);
  for (const [series, origin] of panelOrigins('train')) {
    read(series, origin, out, 0);
    out.forEach((value, i) => {
      const [step, channel] = [Math.floor(i / 2), i % 2];
      const near = [step - 1, step, step + 1].filter((at) => at >= 0 && at < PANEL.horizon);
      const seen = near.map((at) => origin + at).filter((row) => panelObserved(series, row, channel));
      const mean = seen.reduce((sum, row) => sum + panelValue(series, row, channel), 0) / seen.length;
      expect(seen.length).toBeGreaterThan(0);
      expect(value).toBeCloseTo(mean, 4);
    });
  }
});
