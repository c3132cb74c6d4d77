import type { Scaler, Transform, Unit } from '../schemas/common';

/** Below every float32 that is a number: what a channel without a floor is raised to. */
const LOWEST = -3.4028234663852886e38;

/** Each transform and the way back, which takes what no raw value gives for the nearest that one does. */
const TRANSFORMS: Readonly<Record<Transform, { apply(raw: number): number; undo(value: number): number }>> = {
  none: { apply: (raw) => raw, undo: (value) => value },
  log1p: { apply: Math.log1p, undo: Math.expm1 },
  sqrt: { apply: Math.sqrt, undo: (value) => Math.max(0, value) ** 2 },
};

/** Values of one series in either unit, by target channel. */
export interface SeriesScale {
  /** Not finite where the transform of the channel has no value: below 0 (sqrt), or at -1 and below (log1p). */
  standardize(raw: number, channel: number): number;
  /** One value in raw units. */
  toRaw(standardized: number, channel: number): number;
}

/**
 * What leads from raw to standardized values of one series and back.
 *
 * @param series index of the series; matters only when the scaler has one row a series
 */
export function scaleOf(scaler: Scaler, series: number): SeriesScale {
  const row = scaler.scope === 'series' ? series : 0;
  const [shift, scale] = [scaler.shift[row] ?? [], scaler.scale[row] ?? []];
  const transforms = shift.map((_, channel) => TRANSFORMS[scaler.transform?.[channel] ?? 'none']);
  const transformOf = (channel: number) => transforms[channel] ?? TRANSFORMS.none;
  return {
    standardize: (raw, c) => (transformOf(c).apply(raw) - (shift[c] ?? 0)) / (scale[c] ?? 1),
    toRaw: (value, c) => transformOf(c).undo(value * (scale[c] ?? 1) + (shift[c] ?? 0)),
  };
}

/** Rows [T, C] of one series, raw → standardized, rounded to float32. */
export function standardize(raw: Float32Array, scaler: Scaler, series: number): Float32Array {
  const [scale, width] = [scaleOf(scaler, series), widthOf(scaler)];
  return raw.map((value, index) => scale.standardize(value, index % width));
}

/** Rows [T, C] of one series, standardized → raw, rounded to float32. */
export function toRaw(standardized: Float32Array, scaler: Scaler, series: number): Float32Array {
  const [scale, width] = [scaleOf(scaler, series), widthOf(scaler)];
  return standardized.map((value, index) => scale.toRaw(value, index % width));
}

/** The floor of forecasts of one series in standardized units, [C]; undefined where the scaler has none. */
export function standardizedFloor(scaler: Scaler, series: number): Float32Array | undefined {
  const { floor } = scaler;
  if (floor === undefined) return undefined;
  const scale = scaleOf(scaler, series);
  return Float32Array.from({ length: widthOf(scaler) }, (_, channel) => {
    const value = scale.standardize(floor, channel);
    return Number.isFinite(value) ? value : LOWEST;
  });
}

/** A forecast [H, C] of one series as models see it: standardized, and nowhere below the floor. */
export function standardizeForecast(
  forecast: Float32Array,
  unit: Unit,
  { scaler, series }: { readonly scaler: Scaler; readonly series: number },
): Float32Array {
  const lowest = scaler.floor ?? -Infinity;
  if (unit === 'raw') {
    const raised = forecast.map((value) => Math.max(value, lowest));
    return standardize(raised, scaler, series);
  }
  const floor = standardizedFloor(scaler, series);
  return floor ? forecast.map((value, index) => Math.max(value, floor[index % floor.length] ?? LOWEST)) : forecast;
}

function widthOf({ shift }: Scaler): number {
  return shift[0]?.length ?? 1;
}
