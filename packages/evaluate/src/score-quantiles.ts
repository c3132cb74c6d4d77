import { type SoftTargets, standardizeForecast } from '@tsdistill/contracts';
import { windowsAt } from '@tsdistill/forecasting';
import { maskOf, type Truth } from './score-forecasts';

/** Metrics of quantile forecasts beside those of points, by name: `pinball`, `coverage<p>` for each central interval, `below<τ>` for each level. */
export type QuantileMetrics = Readonly<Record<string, number>>;

/** Sees the quantiles of every scored window, in order. */
export interface QuantileScores {
  /** @param quantiles [Q, H, C], standardized */
  add(index: number, quantiles: Float32Array): void;
  metrics(): QuantileMetrics;
}

/**
 * Scores quantiles over all counted elements: the pinball loss, standardized, as the mean over levels (Koenker & Bassett 1978), and for every two levels
 * that leave the same tail the share of truth between their quantiles, which should be p: `coverage0.8` of the levels 0.1 and 0.9. `below0.1` is the
 * share of truth at or below the quantile of the level 0.1, which should be 0.1.
 */
export function createQuantileScores(levels: readonly number[], { data, keys }: Truth): QuantileScores {
  const { horizon, channels } = data.dataset.manifest.meta;
  const size = horizon * channels.target.length;
  const windows = windowsAt(data, keys, 0);
  const truth = new Float32Array(size);
  const pairs = centralPairs(levels);
  const inside = pairs.map(() => 0);
  const below = levels.map(() => 0);
  let [pinball, count] = [0, 0];
  const addElement = (y: number, at: (q: number) => number) => {
    levels.forEach((level, q) => {
      const difference = y - at(q);
      pinball += Math.max(level * difference, (level - 1) * difference) / levels.length;
      if (difference <= 0) below[q] = (below[q] ?? 0) + 1;
    });
    pairs.forEach(({ low, high }, i) => {
      if (at(low) <= y && y <= at(high)) inside[i] = (inside[i] ?? 0) + 1;
    });
    count += 1;
  };
  return {
    add: (index, quantiles) => {
      windows.copyTarget(index, truth, 0);
      const mask = maskOf(data, keys.series[index] ?? 0, keys.origin[index] ?? 0);
      for (let i = 0; i < size; i++)
        if (mask?.[i] !== 0) addElement(truth[i] ?? NaN, (q) => quantiles[q * size + i] ?? NaN);
    },
    metrics: () => ({
      pinball: pinball / count,
      ...Object.fromEntries(pairs.map(({ name }, i) => [name, (inside[i] ?? 0) / count])),
      ...Object.fromEntries(levels.map((level, q) => [`below${level}`, (below[q] ?? 0) / count])),
    }),
  };
}

/** Places of the levels τ and 1 − τ. */
function centralPairs(levels: readonly number[]): { name: string; low: number; high: number }[] {
  return levels.flatMap((level, low) => {
    const high = levels.findIndex((other) => Math.abs(other + level - 1) < 1e-9);
    return level < 0.5 && high >= 0 ? [{ name: `coverage${Number((1 - 2 * level).toFixed(6))}`, low, high }] : [];
  });
}

/** The same of stored quantiles of one teacher that covers every window; undefined where it holds none. */
export function scoreTeacherQuantiles({ meta, ...teacher }: SoftTargets, truth: Truth): QuantileMetrics | undefined {
  if (meta.quantiles.length === 0) return undefined;
  const { scaler } = truth.data.dataset.manifest.meta;
  const scores = createQuantileScores(meta.quantiles, truth);
  const values = new Float32Array(meta.quantiles.length * meta.horizon * meta.channels.length);
  truth.keys.series.forEach((series, index) => {
    teacher.readQuantiles(teacher.rowOf(series, truth.keys.origin[index] ?? 0), 1, values);
    scores.add(index, standardizeForecast(values, meta.unit, { scaler, series }));
  });
  return scores.metrics();
}
