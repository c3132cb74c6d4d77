import { PipelineError } from '@tsdistill/contracts';
import { addSums, emptySums, type ErrorSums, type MetricBreakdown, metricsOf } from './metrics';

/** Looked up once: in the sandbox of the tests every look-up of a global takes longer than the sums do. */
const { abs } = Math;

/** One window, row-major [H, C], standardized. Where `mask` is 1 a value counts, where it is 0 it is ignored and may be anything. */
export interface ForecastWindow {
  readonly forecast: Float32Array;
  readonly truth: Float32Array;
  readonly mask?: Uint8Array;
}

/** What leads from standardized to the other units, for the series of a window. */
export interface ChannelUnits {
  /** A standardized value of a channel in raw units. */
  readonly toRaw: (standardized: number, channel: number) => number;
  /** By channel [C], in raw units, see `seasonalErrors`; 0 = undefined. */
  readonly seasonalErrors: Float64Array;
}

/** Mean loss of each window [N] over its counted elements, and how many those are. */
export interface WindowLosses {
  readonly means: Float64Array;
  readonly counts: Float64Array;
}

/** What one model scored on one set of windows; the losses, standardized, are what intervals are made from. */
export interface Scores {
  readonly metrics: MetricBreakdown;
  readonly losses: { readonly mse: WindowLosses; readonly mae: WindowLosses };
}

/** Sums of errors of one model; one window at a time, in time order. */
export interface ErrorAccumulator {
  /** Adds the next window, in the order of the windows. @throws PipelineError FORECAST_NOT_FINITE, TRUTH_NOT_FINITE */
  add(window: ForecastWindow, units: ChannelUnits): void;
  /** @throws PipelineError NOTHING_TO_EVALUATE when no element counted, WINDOWS_DIFFER when windows are missing */
  scores(): Scores;
}

/**
 * Takes forecasts window by window and keeps sums by (step, channel) in float64, so that no forecast stays in memory.
 *
 * @param model who made the forecasts, for messages
 */
export function createErrorAccumulator(
  model: string,
  { windowCount, horizon, channelCount }: { windowCount: number; horizon: number; channelCount: number },
): ErrorAccumulator {
  const cells = Array.from({ length: horizon * channelCount }, emptySums);
  const counts = new Float64Array(windowCount);
  const [squared, absolute] = [new Float64Array(windowCount), new Float64Array(windowCount)];
  let added = 0;
  return {
    add(window, units) {
      const total = addWindow(cells, { ...window, ...units });
      if (!Number.isFinite(total.squared)) throw notFinite(window, { model, window: added, channelCount });
      counts[added] = total.count;
      squared[added] = total.count === 0 ? 0 : total.squared / total.count;
      absolute[added] = total.count === 0 ? 0 : total.absolute / total.count;
      added += 1;
    },
    scores() {
      if (added !== windowCount)
        throw new PipelineError('WINDOWS_DIFFER', { model, found: added, expected: windowCount });
      if (counts.every((count) => count === 0)) throw new PipelineError('NOTHING_TO_EVALUATE', { windowCount });
      const losses = { mse: { means: squared, counts }, mae: { means: absolute, counts } };
      return { metrics: breakDown(cells, horizon, channelCount), losses };
    },
  };
}

/** Adds one window to its cells. @returns Σe², Σ|e| and the number of its counted elements, standardized */
function addWindow(cells: readonly ErrorSums[], window: ForecastWindow & ChannelUnits) {
  const { forecast, truth, mask, toRaw, seasonalErrors } = window;
  const total = { count: 0, squared: 0, absolute: 0 };
  for (const [index, cell] of cells.entries()) {
    if (mask?.[index] === 0) continue;
    const channel = index % seasonalErrors.length;
    const [y, f] = [truth[index] ?? NaN, forecast[index] ?? NaN];
    const [rawTruth, rawForecast] = [toRaw(y, channel), toRaw(f, channel)];
    const error = f - y;
    addElement(cell, error, y);
    addRaw(cell, rawForecast - rawTruth, rawTruth);
    addScaled(cell, rawForecast - rawTruth, seasonalErrors[channel] ?? 0);
    total.count += 1;
    total.squared += error * error;
    total.absolute += abs(error);
  }
  return total;
}

function addElement(cell: ErrorSums, error: number, truth: number): void {
  cell.count += 1;
  cell.squared += error * error;
  cell.absolute += abs(error);
  cell.truth += truth;
  cell.truthSquared += truth * truth;
}

function addRaw(cell: ErrorSums, error: number, truth: number): void {
  const size = abs(error);
  const both = abs(truth) + abs(truth + error);
  cell.rawSquared += size * size;
  cell.rawAbsolute += size;
  cell.rawTruth += abs(truth);
  cell.symmetric += both === 0 ? 0 : (2 * size) / both;
}

function addScaled(cell: ErrorSums, error: number, seasonalError: number): void {
  if (seasonalError === 0) return;
  cell.scaled += abs(error) / seasonalError;
  cell.scaledCount += 1;
}

function breakDown(cells: readonly ErrorSums[], horizon: number, channelCount: number): MetricBreakdown {
  const steps = Array.from({ length: horizon }, (_, step) =>
    cells.slice(step * channelCount, (step + 1) * channelCount),
  );
  const channels = Array.from({ length: channelCount }, (_, channel) =>
    addSums(steps.map((step) => step[channel] ?? emptySums())),
  );
  return {
    overall: metricsOf(channels),
    perChannel: channels.map((sums) => metricsOf([sums])),
    perStep: steps.map(metricsOf),
  };
}

function notFinite(
  { forecast, truth, mask }: ForecastWindow,
  { model, window, channelCount }: { model: string; window: number; channelCount: number },
): PipelineError {
  const isBad = (values: Float32Array, index: number) => mask?.[index] !== 0 && !Number.isFinite(values[index]);
  const index = truth.findIndex((_, at) => isBad(truth, at) || isBad(forecast, at));
  const place = { window, step: Math.floor(index / channelCount), channel: index % channelCount };
  if (isBad(truth, index)) return new PipelineError('TRUTH_NOT_FINITE', { ...place, value: truth[index] ?? NaN });
  return new PipelineError('FORECAST_NOT_FINITE', { model, ...place, value: forecast[index] ?? NaN });
}
