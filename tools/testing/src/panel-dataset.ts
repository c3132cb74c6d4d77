import {
  addSteps,
  ArrowWriter,
  type Channels,
  isWeekday,
  ORIGIN_COLUMNS,
  parseStep,
  type Scaler,
  seriesColumns,
  writeArtifact,
} from '@tsdistill/contracts';

type Range = readonly [number, number];

/**
 * What one plain series hides: three series of unequal length and start (the one that starts last is not the last), a scaler for each,
 * three known channels, origins without truth. Series 0 has 40 observed rows, of which [0, 24) are train, and so on.
 */
export const PANEL = {
  target: ['load', 'price'],
  known: ['ramp', 'flag', 'swing'],
  /** Only in a panel with `covariates`, each scaled by `PANEL_COVARIATES`. */
  past: ['flow', 'wind'],
  static: ['area', 'kind=a', 'kind=b'],
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

/** How a panel with `covariates` scales them; known channels stay as they are. */
export const PANEL_COVARIATES = {
  past: { shift: [3, -20], scale: [0.5, 8] },
  static: { shift: [100, 0, 0], scale: [25, 1, 1] },
} as const;

/** The scaler of a panel with `transformed`: counts, of which no forecast is below 0. */
export const PANEL_COUNTS = {
  kind: 'standard',
  scope: 'series',
  transform: ['log1p', 'sqrt'],
  floor: 0,
  shift: [
    [2, 4],
    [1.5, 3],
    [0.4, 0.5],
  ],
  scale: [
    [1, 2],
    [0.5, 1.5],
    [0.25, 0.3],
  ],
} as const satisfies Scaler;

/** Standardized value: a wave of one season with a phase of its own in every series and channel, and noise that follows from the row. */
export function panelValue(series: number, row: number, channel: number): number {
  const noise = Math.sin(12.9898 * row + 78.233 * channel + 3.7 * series);
  return Math.sin((2 * Math.PI * row) / PANEL.season + channel + 2 * series) + 0.3 * noise;
}

export function panelRaw(series: number, row: number, channel: number): number {
  const { shift, scale } = PANEL.scaler;
  return panelValue(series, row, channel) * (scale[series]?.[channel] ?? NaN) + (shift[series]?.[channel] ?? NaN);
}

/** The same in a panel with `transformed`: what the logarithm of 1 + x, or the root of x, is taken of. */
export function panelCount(series: number, row: number, channel: number): number {
  const value = panelValue(series, row, channel);
  const scaled =
    value * (PANEL_COUNTS.scale[series]?.[channel] ?? NaN) + (PANEL_COUNTS.shift[series]?.[channel] ?? NaN);
  return channel === 0 ? Math.exp(scaled) - 1 : scaled * scaled;
}

/** Standardized value of past covariate `channel`, an index into `PANEL.past`. */
export function panelPast(series: number, row: number, channel: number): number {
  return Math.cos(0.9 * row + channel) + 0.5 * series;
}

/** Standardized static feature `channel`, an index into `PANEL.static`. */
export function panelStatic(series: number, channel: number): number {
  return [1.5 - series, series === 1 ? 1 : 0, series === 1 ? 0 : 1][channel] ?? NaN;
}

/** How much a series counts in a panel with `weighted`. */
export const PANEL_WEIGHTS = [1, 0.25, 4] as const;

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

/** What a panel has beside targets and known channels. */
export interface PanelOptions {
  /** About one value in five is missing. */
  readonly masked?: boolean;
  /** In a masked panel, rows of which no target is observed. */
  readonly hidden?: readonly (readonly [series: number, row: number])[];
  /** What is stored for it, raw; by default a million, which nothing that looks at it survives. */
  readonly filled?: number;
  /** Past covariates and static features, with a scaler. */
  readonly covariates?: boolean;
  /** Series weigh `PANEL_WEIGHTS`. */
  readonly weighted?: boolean;
  /** Targets are `panelCount`, the scaler `PANEL_COUNTS`. */
  readonly transformed?: boolean;
  /** Lowest forecast of a panel with `transformed`; by default 0, which hardly any forecast comes near. */
  readonly floor?: number;
  /** By default hours. */
  readonly frequency?: string;
}

/** Writes the panel as a `dataset@1`. @returns its fingerprint */
export function writePanelDataset(folder: string, options: PanelOptions = {}): Promise<string> {
  const {
    masked = false,
    covariates = false,
    weighted = false,
    transformed = false,
    floor = PANEL_COUNTS.floor,
    frequency = 'PT1H',
  } = options;
  const channels: Channels = {
    target: PANEL.target,
    past: covariates ? PANEL.past : [],
    known: PANEL.known,
    static: covariates ? PANEL.static : [],
  };
  return writeArtifact(folder, { kind: 'dataset', config: { ...options }, inputs: {} }, (draft) => {
    draft.file('series.arrow', (file) => {
      const writer = new ArrowWriter(file, seriesColumns(channels, masked), {});
      PANEL.observedRowCounts.forEach((count, series) =>
        writer.append(count + PANEL.horizon, rowsOf(series, count, options)),
      );
      writer.finish();
    });
    if (covariates) draft.file('static.arrow', (file) => writeStatic(file));
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
        start: new Date(panelTime(series, 0, frequency)).toISOString(),
        borders: panelBorders(series),
        ...(weighted && { weight: PANEL_WEIGHTS[series] ?? NaN }),
      })),
      frequency,
      timezone: 'UTC',
      season: PANEL.season,
      horizon: PANEL.horizon,
      stride: 1,
      scaler: transformed ? { ...PANEL_COUNTS, floor } : PANEL.scaler,
      ...(covariates && { covariateScaler: PANEL_COVARIATES }),
      policies: [],
      masked,
      originCounts: counts,
    };
  });
}

/** Time of a row, ms since 1970 UTC; on business days every tenth is a holiday, which has no row. */
export function panelTime(series: number, row: number, frequency = 'PT1H'): number {
  const start = Date.parse(`${PANEL.starts[series]}T00:00:00Z`);
  const step = parseStep(frequency);
  if (!step) throw new RangeError(`"${frequency}" is no step`);
  if (step.kind !== 'business-days') return addSteps(start, row, step);
  const first = isWeekday(start) ? start : start + 86_400_000;
  return addSteps(first, row + Math.floor(row / 9), step);
}

function writeStatic(file: ConstructorParameters<typeof ArrowWriter>[0]): void {
  const width = PANEL.static.length;
  const { shift, scale } = PANEL_COVARIATES.static;
  const writer = new ArrowWriter(file, { static: { kind: 'float32-list', width } }, {});
  const values = PANEL.observedRowCounts.flatMap((_, series) =>
    PANEL.static.map((__, c) => panelStatic(series, c) * (scale[c] ?? NaN) + (shift[c] ?? NaN)),
  );
  writer.append(PANEL.observedRowCounts.length, { static: Float32Array.from(values) });
  writer.finish();
}

function rowsOf(series: number, observedRowCount: number, options: PanelOptions) {
  const { masked = false, hidden = [], filled = 1e6 } = options;
  const rows = Array.from({ length: observedRowCount + PANEL.horizon }, (_, row) => row);
  const cells = (names: readonly string[], value: (row: number, channel: number) => number) =>
    rows.flatMap((row) => names.map((_, channel) => value(row, channel)));
  const raw = options.transformed ? panelCount : panelRaw;
  const { shift, scale } = PANEL_COVARIATES.past;
  const isHidden = (row: number) => hidden.some(([s, r]) => s === series && r === row);
  const isMissing = (row: number, channel: number) => masked && (isHidden(row) || !panelObserved(series, row, channel));
  const target = (row: number, channel: number) =>
    row >= observedRowCount ? NaN : isMissing(row, channel) ? filled : raw(series, row, channel);
  const past = (row: number, c: number) =>
    row >= observedRowCount ? NaN : panelPast(series, row, c) * (scale[c] ?? NaN) + (shift[c] ?? NaN);
  return {
    timestamp: BigInt64Array.from(rows, (row) => BigInt(panelTime(series, row, options.frequency))),
    target: Float32Array.from(cells(PANEL.target, target)),
    known: Float32Array.from(cells(PANEL.known, (row, channel) => panelKnown(series, row, channel))),
    ...(options.covariates && { past: Float32Array.from(cells(PANEL.past, past)) }),
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
