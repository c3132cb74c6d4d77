import { ArrowWriter, backtestColumns, type BacktestMeta, canonicalJson, type HashingFile } from '@tsdistill/contracts';

/** Of forecasts and truth in one record batch. */
const BATCH_BYTES = 8 << 20;

/** One forecast in raw units, with what is known of the truth: NaN = nothing. */
export interface BacktestRow {
  readonly model: number;
  readonly series: number;
  readonly origin: number;
  /** Of the first step, ms since 1970 UTC. */
  readonly time: number;
  /** [H, C] */
  readonly forecast: Float32Array;
  /** [H, C] */
  readonly truth: Float32Array;
}

/** Writes `backtest.arrow` row by row; `finish` writes the last batch. */
export function createBacktestWriter(file: HashingFile, meta: BacktestMeta) {
  const size = meta.horizon * meta.channels.length;
  const capacity = Math.max(1, Math.min(65_536, Math.floor(BATCH_BYTES / (8 * size))));
  const arrays = {
    model: new Int32Array(capacity),
    series: new Int32Array(capacity),
    origin: new Int32Array(capacity),
    timestamp: new BigInt64Array(capacity),
    forecast: new Float32Array(capacity * size),
    truth: new Float32Array(capacity * size),
  };
  const writer = new ArrowWriter(file, backtestColumns(meta), {
    'tsdistill.kind': 'backtest',
    'tsdistill.version': '1',
    'tsdistill.meta': canonicalJson(meta),
  });
  let count = 0;
  const flush = () => {
    if (count > 0) writer.append(count, arrays);
    count = 0;
  };
  return {
    add({ model, series, origin, time, forecast, truth }: BacktestRow): void {
      arrays.model[count] = model;
      arrays.series[count] = series;
      arrays.origin[count] = origin;
      arrays.timestamp[count] = BigInt(time);
      arrays.forecast.set(forecast, count * size);
      arrays.truth.set(truth, count * size);
      count += 1;
      if (count === capacity) flush();
    },
    finish(): void {
      flush();
      writer.finish();
    },
  };
}
