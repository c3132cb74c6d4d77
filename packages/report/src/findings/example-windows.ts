import { scaleOf } from '@tsdistill/contracts';
import type { IntervalBand } from '../facts/interval-band';
import type { ScoredWindow, ScoredWindows } from './scored-windows';

/** A window as a reader sees it: raw units, one array of values a channel; null = not observed. */
export interface ExampleWindow {
  readonly rank: 'best' | 'median' | 'worst';
  /** Student's mse over all channels, standardized, mean over seeds. */
  readonly mse: number;
  /** null in a data set of one series. */
  readonly seriesId: string | null;
  /** ms since 1970 UTC: of the past rows, then of the horizon; [P + H]. */
  readonly times: readonly number[];
  readonly pastCount: number;
  readonly channels: readonly ExampleChannel[];
}

export interface ExampleChannel {
  readonly name: string;
  /** [P] */
  readonly past: readonly (number | null)[];
  /** [H] each; student and twin are means over seeds. */
  readonly truth: readonly (number | null)[];
  readonly student: readonly number[];
  readonly twin: readonly number[];
  readonly teacher: readonly number[];
  /** Around the student's forecast; null without intervals. */
  readonly interval: ExampleInterval | null;
}

/** [H] each; null where there is no bound. */
export interface ExampleInterval {
  readonly level: number;
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
}

/** Rows before the horizon that are shown, at most. */
const MOST_PAST = 96;

/** The windows with the least, the middle and the largest loss. @param losses one a window; NaN = nothing of it counts */
export function pickExamples(losses: Float64Array): readonly { rank: ExampleWindow['rank']; index: number }[] {
  const order = [...losses.keys()].filter((index) => !Number.isNaN(losses[index] ?? NaN));
  order.sort((a, b) => (losses[a] ?? 0) - (losses[b] ?? 0));
  const at = (rank: ExampleWindow['rank'], place: number) => ({ rank, index: order[place] ?? 0 });
  return [at('best', 0), at('median', Math.floor((order.length - 1) / 2)), at('worst', order.length - 1)];
}

/** @param channels indices of the channels to show */
export function readExamples(
  windows: ScoredWindows,
  losses: Float64Array,
  channels: readonly number[],
  band: IntervalBand | null,
): ExampleWindow[] {
  return pickExamples(losses).map(({ rank, index }) => ({
    rank,
    mse: losses[index] ?? NaN,
    ...describeWindow(windows, windows.read(index), { channels, band }),
  }));
}

function describeWindow(
  { data }: ScoredWindows,
  window: ScoredWindow,
  { channels, band }: { readonly channels: readonly number[]; readonly band: IntervalBand | null },
) {
  const { meta } = data.dataset.manifest;
  const pastCount = Math.min(window.origin, Math.max(2 * meta.horizon, 24), MOST_PAST);
  const first = (data.offsets[window.series] ?? 0) + window.origin;
  const rows = Array.from({ length: pastCount + meta.horizon }, (_, i) => first - pastCount + i);
  return {
    seriesId: meta.series.length > 1 ? (meta.series[window.series]?.id ?? null) : null,
    times: rows.map((row) => Number(data.timestamp[row])),
    pastCount,
    channels: channels.map((channel) =>
      describeChannel(data, window, { channel, rows: rows.slice(0, pastCount), band }),
    ),
  };
}

function describeChannel(
  data: ScoredWindows['data'],
  window: ScoredWindow,
  {
    channel,
    rows,
    band,
  }: { readonly channel: number; readonly rows: readonly number[]; readonly band: IntervalBand | null },
): ExampleChannel {
  const { channels, horizon, scaler } = data.dataset.manifest.meta;
  const width = channels.target.length;
  const scale = scaleOf(scaler, window.series);
  const raw = (standardized: number) => scale.toRaw(standardized, channel);
  const steps = Array.from({ length: horizon }, (_, step) => step * width + channel);
  const meanAt = (forecasts: readonly Float32Array[], i: number) =>
    forecasts.reduce((sum, forecast) => sum + (forecast[i] ?? NaN), 0) / forecasts.length;
  const mean = (forecasts: readonly Float32Array[]) => steps.map((i) => raw(meanAt(forecasts, i)));
  // A scaler with a transform is not linear, so the bound is moved before it is raw.
  const bound = (sign: 1 | -1, { halfWidth }: IntervalBand) =>
    steps.map((i, step) => {
      const half = halfWidth[step]?.[channel] ?? null;
      return half === null ? null : raw(meanAt(window.students, i) + sign * half);
    });
  const observed = (row: number) => data.mask?.[row * width + channel] !== 0;
  return {
    name: channels.target[channel] ?? '',
    past: rows.map((row) => (observed(row) ? raw(data.target[row * width + channel] ?? NaN) : null)),
    truth: steps.map((i) => (window.observed?.[i] === 0 ? null : raw(window.truth[i] ?? NaN))),
    student: mean(window.students),
    twin: mean(window.twins),
    teacher: mean([window.teacher]),
    interval: band && { level: band.level, lower: bound(-1, band), upper: bound(1, band) },
  };
}
