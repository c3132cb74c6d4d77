import { openDataset } from '@tsdistill/contracts';
import { loadWindowData } from '@tsdistill/forecasting';
import {
  PANEL,
  PANEL_COUNTS,
  panelBorders,
  panelCount,
  panelObserved,
  panelOrigins,
  panelRaw,
  panelValue,
  temporaryFolder,
  writePanelDataset,
} from '@tsdistill/testing';
import { scoreForecasts, truthOf } from './score-forecasts';

/** @file Scores over several series with a scaler each and missing values, against loops over the panel's formulas. */

const [HORIZON, WIDTH] = [PANEL.horizon, PANEL.target.length];
const origins = panelOrigins('test');
const keys = {
  series: Int32Array.from(origins, ([series]) => series),
  origin: Int32Array.from(origins, ([, origin]) => origin),
};
/** Error of one value of a forecast, standardized. */
const errorOf = (series: number, row: number, channel: number) => Math.sin(series + row * 3 + channel) / 2;
const forecasts = origins.map(([series, origin]) =>
  Float32Array.from({ length: HORIZON * WIDTH }, (_, i) => {
    const [row, channel] = [origin + Math.floor(i / WIDTH), i % WIDTH];
    return panelValue(series, row, channel) + errorOf(series, row, channel);
  }),
);

/** Every (series, row, channel) of the test windows that counts. */
const cellsOf = (masked: boolean) =>
  origins
    .flatMap(([series, origin]) =>
      Array.from({ length: HORIZON * WIDTH }, (_, i) => [series, origin + Math.floor(i / WIDTH), i % WIDTH] as const),
    )
    .filter((cell) => !masked || panelObserved(...cell));

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean |y[t] - y[t - season]| over the train rows of one series and channel whose both values count, standardized. */
function seasonalError(series: number, channel: number, masked: boolean): number {
  const [from, to] = panelBorders(series).train;
  const rows = Array.from({ length: to - from - PANEL.season }, (_, i) => from + PANEL.season + i);
  const counts = (row: number) => !masked || panelObserved(series, row, channel);
  const value = (row: number) => panelValue(series, row, channel);
  return mean(
    rows
      .filter((row) => counts(row) && counts(row - PANEL.season))
      .map((row) => Math.abs(value(row) - value(row - PANEL.season))),
  );
}

describe.each([false, true])('missing values: %p', (masked) => {
  const folder = temporaryFolder();
  beforeAll(() => writePanelDataset(folder, { masked }));
  const score = (keep?: (index: number, forecast: Float32Array) => void) =>
    scoreForecasts('model', forecasts, truthOf(loadWindowData(openDataset(folder)), keys), keep);

  it('scores what counts, in each unit, with the scaler and the yardstick of each series', () => {
    const cells = cellsOf(masked);
    const sizes = cells.map((cell) => Math.abs(errorOf(...cell)));
    const raw = cells.map(([series, , channel], i) => sizes[i]! * PANEL.scaler.scale[series]![channel]!);
    const { overall } = score().metrics;
    expect(overall.mse).toBeCloseTo(mean(sizes.map((size) => size ** 2)), 4);
    expect(overall.mae).toBeCloseTo(mean(sizes), 4);
    expect(overall.rawMae! / mean(raw)).toBeCloseTo(1, 4);
    expect(overall.wape! / (mean(raw) / mean(cells.map((cell) => Math.abs(panelRaw(...cell)))))).toBeCloseTo(1, 4);
    const scaled = cells.map(([series, , channel], i) => sizes[i]! / seasonalError(series, channel, masked));
    expect(overall.mase! / mean(scaled)).toBeCloseTo(1, 4);
  });

  it('has the losses of each window over its own counted values', () => {
    const { mae } = score().losses;
    origins.forEach(([series, origin], window) => {
      const cells = cellsOf(masked).filter(([s, row]) => s === series && row >= origin && row < origin + HORIZON);
      const unique = new Map(cells.map((cell) => [cell.join(), Math.abs(errorOf(...cell))]));
      expect(mae.counts[window]).toBe(unique.size);
      expect(mae.means[window]).toBeCloseTo(mean([...unique.values()]), 4);
    });
  });
});

it('shows every forecast in order to who keeps them', async () => {
  const folder = temporaryFolder();
  await writePanelDataset(folder);
  const kept: [number, Float32Array][] = [];
  const truth = truthOf(loadWindowData(openDataset(folder)), keys);
  scoreForecasts('model', forecasts, truth, (index, forecast) => void kept.push([index, forecast]));
  expect(kept).toEqual(forecasts.map((forecast, index) => [index, forecast]));
});

// Of counts on a logarithm or a root, an error in raw units is no multiple of the standardized one.
it('scores targets that were transformed in their own unit, and mase by a yardstick of raw values', async () => {
  const folder = temporaryFolder();
  await writePanelDataset(folder, { transformed: true });
  const { overall } = scoreForecasts('model', forecasts, truthOf(loadWindowData(openDataset(folder)), keys)).metrics;
  const rawOf = (series: number, channel: number, standardized: number) => {
    const scaled = standardized * PANEL_COUNTS.scale[series]![channel]! + PANEL_COUNTS.shift[series]![channel]!;
    return channel === 0 ? Math.exp(scaled) - 1 : Math.max(0, scaled) ** 2;
  };
  const cells = cellsOf(false);
  const errors = cells.map(([series, row, channel]) => {
    const said = panelValue(series, row, channel) + errorOf(series, row, channel);
    return Math.abs(rawOf(series, channel, said) - panelCount(series, row, channel));
  });
  const yardstick = (series: number, channel: number) => {
    const [from, to] = panelBorders(series).train;
    const rows = Array.from({ length: to - from - PANEL.season }, (_, i) => from + PANEL.season + i);
    const value = (row: number) => panelCount(series, row, channel);
    return mean(rows.map((row) => Math.abs(value(row) - value(row - PANEL.season))));
  };
  const sizes = cells.map((cell) => Math.abs(errorOf(...cell)));
  expect(overall.mae).toBeCloseTo(mean(sizes), 4);
  expect(overall.rawMae! / mean(errors)).toBeCloseTo(1, 4);
  expect(overall.wape! / (mean(errors) / mean(cells.map((cell) => panelCount(...cell))))).toBeCloseTo(1, 4);
  const scaled = cells.map(([series, , channel], i) => errors[i]! / yardstick(series, channel));
  expect(overall.mase! / mean(scaled)).toBeCloseTo(1, 4);
});
