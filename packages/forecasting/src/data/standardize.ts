import type { Scaler } from '@tsdistill/contracts';

/**
 * `(raw - shift) / scale` for rows [T, C] of one series, rounded to float32.
 *
 * @param series index of the series; matters only when the scaler has one row a series
 */
export function standardize(raw: Float32Array, scaler: Scaler, series: number): Float32Array {
  const row = scaler.scope === 'series' ? series : 0;
  const [shift, scale] = [scaler.shift[row] ?? [], scaler.scale[row] ?? []];
  return raw.map((value, index) => (value - (shift[index % shift.length] ?? 0)) / (scale[index % shift.length] ?? 1));
}
