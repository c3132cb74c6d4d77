import { type DatasetMeta, PipelineError, scaleOf, type SoftTargetsMeta } from '@tsdistill/contracts';

/** Looks at forecasts, window by window; at the end throws where some had no place on the data set's scale. */
export interface DomainCheck {
  /** @param forecast [H, C], raw */
  look(series: number, origin: number, forecast: Float32Array): void;
  /** @throws PipelineError SOFT_TARGETS_OUTSIDE_TRANSFORM */
  refuse(source: string): void;
}

/**
 * A logarithm or a root takes no raw forecast below a bound: such a value would be no number to a student. What a floor raises is not
 * looked at, standardized forecasts neither.
 *
 * @returns undefined where every number has a place
 */
export function createDomainCheck(
  { scaler, series, channels }: DatasetMeta,
  { unit }: Pick<SoftTargetsMeta, 'unit'>,
): DomainCheck | undefined {
  const { transform, floor = -Infinity } = scaler;
  if (!transform || unit !== 'raw') return undefined;
  const scales = series.map((_, index) => scaleOf(scaler, index));
  const width = channels.target.length;
  const found: { count: number; first?: { series: number; origin: number; channel: number; value: number } } = {
    count: 0,
  };
  return {
    look: (of, origin, forecast) => {
      forecast.forEach((value, cell) => {
        const channel = cell % width;
        if (Number.isFinite(scales[of]?.standardize(Math.max(value, floor), channel))) return;
        found.first ??= { series: of, origin, channel, value };
        found.count += 1;
      });
    },
    refuse: (source) => {
      const { count, first } = found;
      if (!first) return;
      const name = { channel: channels.target[first.channel] ?? '', transform: transform[first.channel] ?? 'none' };
      throw new PipelineError('SOFT_TARGETS_OUTSIDE_TRANSFORM', { source, count, ...first, ...name });
    },
  };
}
