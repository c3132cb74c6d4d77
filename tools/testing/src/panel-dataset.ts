import { ArrowWriter, ORIGIN_COLUMNS, seriesColumns, writeArtifact } from '@tsdistill/contracts';

type Range = readonly [number, number];

/**
 * What one plain series hides: three series of unequal length and start (the one that starts last is not the last), a scaler for each,
 * three known channels, origins without truth. Series 0 has 40 observed rows, of which [0, 24) are train, and so on.
 */
export const PANEL = {
  target: ['load', 'price'],
  known: ['ramp', 'flag', 'swing'],
  observedRowCounts: [40, 70, 50],
  starts: ['2024-01-01', '2025-01-01', '2023-01-01'],
  horizon: 3,
  season: 6,
  scaler: {
    kind: 'standard',
    scope: 'series',
    shift: [
      [5, -3],
      [100, 20],
      [-40, 0.5],
    ],
    scale: [
      [2, 4],
      [8, 0.5],
      [1, 16],
    ],
  },
} as const;

const HOUR_MS = 3_600_000;

/** Standardized value: a wave of one season with a phase of its own in every series and channel, and noise that follows from the row. */
export function panelValue(series: number, row: number, channel: number): number {
  const noise = Math.sin(12.9898 * row + 78.233 * channel + 3.7 * series);
  return Math.sin((2 * Math.PI * row) / PANEL.season + channel + 2 * series) + 0.3 * noise;
}

export function panelRaw(series: number, row: number, channel: number): number {
  const { shift, scale } = PANEL.scaler;
  return panelValue(series, row, channel) * (scale[series]?.[channel] ?? NaN) + (shift[series]?.[channel] ?? NaN);
}

/** Value of known channel `channel`, an index into `PANEL.known`; it goes on behind the last observed row. */
export function panelKnown(series: number, row: number, channel: number): number {
  return [(row % PANEL.season) / PANEL.season, row % 3 === series ? 1 : 0, Math.cos(row + series)][channel] ?? NaN;
}

/** In a masked panel about one value in five is missing, and stored as a million. */
export function panelObserved(series: number, row: number, channel: number): boolean {
  return (3 * row + channel + series) % 5 !== 0;
}

/** Splits of 60, 20 and 20 % of a series' observed rows. */
export function panelBorders(series: number): { train: Range; validation: Range; test: Range } {
  const count = PANEL.observedRowCounts[series] ?? 0;
  const [a, b] = [count * 0.6, count * 0.8];
  return { train: [0, a], validation: [a, b], test: [b, count] };
}

/** (series, first target row) of a split's origins in stored order, by the definition: targets inside the split, `lookback` rows before. */
export function panelOrigins(split: 'train' | 'validation' | 'test', lookback = 1): [series: number, origin: number][] {
  return PANEL.observedRowCounts.flatMap((_, series) => {
    const [from, to] = panelBorders(series)[split];
    const rows = Array.from({ length: to }, (__, row) => row);
    const fits = (row: number) => row >= Math.max(from, lookback) && row + PANEL.horizon <= to;
    return rows.filter(fits).map((row): [number, number] => [series, row]);
  });
}

/** Writes the panel as a `dataset@1`. @returns its fingerprint */
export function writePanelDataset(folder: string, { masked = false } = {}): Promise<string> {
  const channels = { target: PANEL.target, past: [], known: PANEL.known, static: [] };
  return writeArtifact(folder, { kind: 'dataset', config: { masked }, inputs: {} }, (draft) => {
    draft.file('series.arrow', (file) => {
      const writer = new ArrowWriter(file, seriesColumns(channels, masked), {});
      PANEL.observedRowCounts.forEach((count, series) =>
        writer.append(count + PANEL.horizon, rowsOf(series, count, masked)),
      );
      writer.finish();
    });
    const { counts, ...origins } = allOrigins();
    draft.file('windows.arrow', (file) => {
      const writer = new ArrowWriter(file, ORIGIN_COLUMNS, {});
      writer.append(origins.series.length, origins);
      writer.finish();
    });
    return {
      channels,
      series: PANEL.observedRowCounts.map((observedRowCount, series) => ({
        id: `series${series}`,
        rowCount: observedRowCount + PANEL.horizon,
        observedRowCount,
        start: new Date(startMs(series)).toISOString(),
        borders: panelBorders(series),
      })),
      frequency: 'PT1H',
      timezone: 'UTC',
      season: PANEL.season,
      horizon: PANEL.horizon,
      stride: 1,
      scaler: PANEL.scaler,
      policies: [],
      masked,
      originCounts: counts,
    };
  });
}

function startMs(series: number): number {
  return Date.parse(`${PANEL.starts[series]}T00:00:00Z`);
}

function rowsOf(series: number, observedRowCount: number, masked: boolean) {
  const rows = Array.from({ length: observedRowCount + PANEL.horizon }, (_, row) => row);
  const cells = (names: readonly string[], value: (row: number, channel: number) => number) =>
    rows.flatMap((row) => names.map((_, channel) => value(row, channel)));
  const isMissing = (row: number, channel: number) => masked && !panelObserved(series, row, channel);
  const target = (row: number, channel: number) =>
    row >= observedRowCount ? NaN : isMissing(row, channel) ? 1e6 : panelRaw(series, row, channel);
  return {
    timestamp: BigInt64Array.from(rows, (row) => BigInt(startMs(series) + row * HOUR_MS)),
    target: Float32Array.from(cells(PANEL.target, target)),
    known: Float32Array.from(cells(PANEL.known, (row, channel) => panelKnown(series, row, channel))),
    ...(masked && { mask: Uint8Array.from(cells(PANEL.target, (row, c) => (isMissing(row, c) ? 0 : 1))) }),
  };
}

function allOrigins() {
  const future = PANEL.observedRowCounts.map((count, series): [number, number] => [series, count]);
  const splits = [panelOrigins('train'), panelOrigins('validation'), panelOrigins('test'), future];
  const [train = 0, validation = 0, test = 0] = splits.map((origins) => origins.length);
  const all = splits.flatMap((origins, code) => origins.map(([series, origin]) => ({ series, origin, code })));
  return {
    series: Int32Array.from(all, ({ series }) => series),
    origin: Int32Array.from(all, ({ origin }) => origin),
    split: Int8Array.from(all, ({ code }) => code),
    counts: { train, validation, test, future: future.length },
  };
}
