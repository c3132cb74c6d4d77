import type { Scaler } from '@tsdistill/contracts';

/**
 * `(raw - shift) / scale` for rows [T, C] of one series, in float32.
 *
 * @param series index of the series; matters only when the scaler has one row a series
 */
export function standardize(raw: Float32Array, scaler: Scaler, series: number): Float32Array {
  const { shift, scale, width } = rowOf(scaler, series);
  return raw.map((value, index) => (value - (shift[index % width] ?? 0)) / (scale[index % width] ?? 1));
}

/** The way back: `standardized · scale + shift`. */
export function toRaw(standardized: Float32Array, scaler: Scaler, series: number): Float32Array {
  const { shift, scale, width } = rowOf(scaler, series);
  return standardized.map((value, index) => value * (scale[index % width] ?? 1) + (shift[index % width] ?? 0));
}

function rowOf(scaler: Scaler, series: number) {
  const row = scaler.scope === 'series' ? series : 0;
  const [shift, scale] = [scaler.shift[row] ?? [], scaler.scale[row] ?? []];
  return { shift, scale, width: shift.length };
}
