import { type SoftTargetBatch, type SoftTargetsMeta, softTargetBatchRows } from '@tsdistill/contracts';

const HORIZON = 96;
const CHANNEL_COUNT = 7;
const BYTE_COUNT = 2.5e9;

/** Values of one forecast. */
export const WIDTH = HORIZON * CHANNEL_COUNT;
export const ROW_COUNT = Math.ceil(BYTE_COUNT / (4 * WIDTH));

export const META: Omit<SoftTargetsMeta, 'rowCount'> = {
  dataset: '0'.repeat(64),
  teacher: null,
  horizon: HORIZON,
  channels: Array.from({ length: CHANNEL_COUNT }, (_, index) => `channel${index}`),
  unit: 'standardized',
  quantiles: [],
  features: [],
  trainedUntil: null,
};

/** Forecasts of 2.5 GB, one batch after the other in the same buffers; the first value of a row is its number. */
export function* largeSoftTargets(): Generator<SoftTargetBatch> {
  const batchRows = softTargetBatchRows({ ...META, rowCount: ROW_COUNT });
  const arrays = {
    series: new Int32Array(batchRows),
    origin: new Int32Array(batchRows),
    inSample: new Uint8Array(batchRows).fill(1),
    forecast: Float32Array.from({ length: batchRows * WIDTH }, (_, i) => Math.sin(i)),
  };
  for (let first = 0; first < ROW_COUNT; first += batchRows) {
    const rowCount = Math.min(batchRows, ROW_COUNT - first);
    for (let row = 0; row < rowCount; row++) {
      arrays.origin[row] = first + row;
      arrays.forecast[row * WIDTH] = first + row;
    }
    yield { rowCount, arrays };
  }
}
