import { addSteps, ArrowWriter, ORIGIN_COLUMNS, parseStep, seriesColumns, writeArtifact } from '@tsdistill/contracts';

/** A small data set whose values follow from a formula, so that a test can say what every window holds. */
export interface WaveOptions {
  readonly rowCount: number;
  readonly channelCount: number;
  readonly horizon: number;
  readonly season: number;
  /** Of what is added to `waveValue`, evenly spread in ±noise and the same every time; by default 0. */
  readonly noise?: number;
  /** By default hours. */
  readonly frequency?: string;
}

const HOURLY = 'PT1H';
const START_MS = Date.UTC(2024, 0, 1);

/** Value of row `row` and channel `channel`: a sine of one season with a phase and a slope of its own. */
export function waveValue(row: number, channel: number, season: number): number {
  return Math.sin((2 * Math.PI * row) / season + channel) * (channel + 1) + 0.01 * row + 10 * channel;
}

/** A number in [-1, 1) that no neighbouring row or channel foretells (the integer hash "lowbias32"). */
function noiseAt(row: number, channel: number): number {
  let bits = (row * 31 + channel + 1) | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x7feb352d);
  bits = Math.imul(bits ^ (bits >>> 15), 0x846ca68b);
  return (bits ^ (bits >>> 16)) / 2 ** 31;
}

/**
 * Writes a `dataset@1` with splits of 60, 20 and 20 % of the rows, one known channel (`phase`, a ramp over the season), and an
 * identity scaler, so that raw and standardized agree. @returns its fingerprint
 */
export function writeWaveDataset(folder: string, options: WaveOptions): Promise<string> {
  const { rowCount, channelCount, horizon, season } = options;
  const names = Array.from({ length: channelCount }, (_, index) => `wave${index}`);
  const channels = { target: names, past: [], known: ['phase'], static: [] };
  const borders = splitBorders(rowCount);
  return writeArtifact(folder, { kind: 'dataset', config: { ...options }, inputs: {} }, (draft) => {
    draft.file('series.arrow', (file) => {
      const writer = new ArrowWriter(file, seriesColumns(channels, false), {});
      writer.append(rowCount + horizon, rowsOf(options));
      writer.finish();
    });
    const origins = originsOf(borders, horizon);
    draft.file('windows.arrow', (file) => {
      const writer = new ArrowWriter(file, ORIGIN_COLUMNS, {});
      writer.append(origins.series.length, origins);
      writer.finish();
    });
    const start = new Date(START_MS).toISOString();
    return {
      channels,
      series: [{ id: 'wave', rowCount: rowCount + horizon, observedRowCount: rowCount, start, borders }],
      frequency: options.frequency ?? HOURLY,
      timezone: 'UTC',
      season,
      horizon,
      stride: 1,
      scaler: { kind: 'none', scope: 'global', shift: [names.map(() => 0)], scale: [names.map(() => 1)] },
      policies: [],
      masked: false,
      originCounts: origins.counts,
    };
  });
}

type Border = [number, number];

function splitBorders(rowCount: number) {
  const [a, b] = [Math.floor(rowCount * 0.6), Math.floor(rowCount * 0.8)];
  return { train: [0, a] as Border, validation: [a, b] as Border, test: [b, rowCount] as Border };
}

/** Time of a row, ms since 1970 UTC. */
export function waveTime(row: number, frequency = HOURLY): number {
  const step = parseStep(frequency);
  if (!step) throw new RangeError(`"${frequency}" is no step`);
  return addSteps(START_MS, row, step);
}

function rowsOf({ rowCount, channelCount, horizon, season, noise = 0, frequency }: WaveOptions) {
  const rows = Array.from({ length: rowCount + horizon }, (_, row) => row);
  const valueAt = (row: number, channel: number) =>
    row < rowCount ? waveValue(row, channel, season) + noise * noiseAt(row, channel) : 0;
  const values = rows.flatMap((row) => Array.from({ length: channelCount }, (_, channel) => valueAt(row, channel)));
  return {
    timestamp: BigInt64Array.from(rows, (row) => BigInt(waveTime(row, frequency))),
    target: Float32Array.from(values),
    known: Float32Array.from(rows, (row) => (row % season) / season),
  };
}

function originsOf(borders: ReturnType<typeof splitBorders>, horizon: number) {
  const rangeOf = ([from, to]: Border) =>
    Array.from({ length: Math.max(0, to - horizon - Math.max(1, from) + 1) }, (_, i) => Math.max(1, from) + i);
  const splits = [rangeOf(borders.train), rangeOf(borders.validation), rangeOf(borders.test)];
  const all = splits.flat();
  const [train = 0, validation = 0, test = 0] = splits.map((origins) => origins.length);
  return {
    series: new Int32Array(all.length),
    origin: Int32Array.from(all),
    split: Int8Array.from(splits.flatMap((origins, code) => origins.map(() => code))),
    counts: { train, validation, test, future: 0 },
  };
}
