import type { ExportedForecaster, ExportedInterval, SeriesScale } from '@tsdistill/contracts/portable';
import type { Forecast, ForecastInterval } from './types';

/**
 * A standardized forecast in raw units, with its intervals.
 *
 * Bounds are taken of standardized values before they lead back to raw ones: scale and transform keep their order, so as many truths lie
 * between them. No bound is below the floor of the data.
 *
 * @param standardized [H, C]
 */
export function describeForecast(
  metadata: ExportedForecaster,
  scale: SeriesScale,
  standardized: Float32Array,
): Omit<Forecast, 'timestamps'> {
  const { channels, horizon, scaler, intervals = [] } = metadata;
  const width = channels.target.length;
  const floor = scaler.floor ?? -Infinity;

  function byChannel(add: (step: number, channel: number) => number): Record<string, number[]> {
    const columns = channels.target.map((name, channel) => {
      const steps = Array.from({ length: horizon }, (_, step) => {
        const value = standardized[step * width + channel] as number;
        return Math.max(floor, scale.toRaw(value + add(step, channel), channel));
      });
      return [name, steps] as const;
    });
    return Object.fromEntries(columns);
  }

  const intervalOf = ({ level, halfWidth }: ExportedInterval): ForecastInterval => {
    const half = (step: number, channel: number) => halfWidth[step]?.[channel] ?? Infinity;
    return { level, lower: byChannel((step, channel) => -half(step, channel)), upper: byChannel(half) };
  };
  return { values: byChannel(() => 0), intervals: intervals.map(intervalOf) };
}
