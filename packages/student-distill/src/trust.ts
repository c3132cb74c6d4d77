import {
  type CombinedTeachers,
  groupedErrors,
  type ReadForecast,
  squaredErrors,
  validationKeys,
  type WindowData,
} from '@tsdistill/forecasting';
import { PipelineError } from '@tsdistill/contracts';

/** How far a teacher is believed. */
export interface Trust {
  /** In 0 … 1, of every step and channel: [H, C]. */
  readonly weights: Float32Array;
  /** Channels or steps with a weight below 1, and how many there are. */
  readonly loweredCount: number;
  readonly groupCount: number;
}

/**
 * Weights `min(1, mse of the seasonal naive forecast / mse of the teacher)` of each channel or step, on the validation windows that the
 * teacher covers: the soft term fades where a forecast without any knowledge is better.
 *
 * @throws PipelineError TRUST_WITHOUT_VALIDATION
 */
export function measureTrust(teacher: CombinedTeachers, per: 'channel' | 'step', data: WindowData): Trust {
  const { season, horizon, channels } = data.dataset.manifest.meta;
  const width = channels.target.length;
  const keys = validationKeys(data, season);
  const naive = seasonalNaive(data);
  const bySame: ReadForecast = (...window) => teacher.read(...window) && naive(...window);
  const [own, its] = [squaredErrors(teacher.read, data, keys), squaredErrors(bySame, data, keys)];
  if (own.windowCount === 0) throw new PipelineError('TRUST_WITHOUT_VALIDATION', { windowCount: keys.origin.length });
  const [teacherErrors, naiveErrors] = [groupedErrors(own, per, width), groupedErrors(its, per, width)];
  const weights = Float32Array.from(teacherErrors, (error, i) => trustOf(naiveErrors[i] ?? NaN, error));
  const groups = per === 'channel' ? weights.subarray(0, width) : weights.filter((_, i) => i % width === 0);
  return {
    weights,
    loweredCount: groups.filter((weight) => weight < 1).length,
    groupCount: per === 'channel' ? width : horizon,
  };
}

/** 1 where nothing is observed, or where both are without error. */
function trustOf(naive: number, teacher: number): number {
  return naive < teacher ? naive / teacher : 1;
}

/** Step h gets the value of the last season at the same place: row `origin − season + (h mod season)`. */
function seasonalNaive({ dataset, target, offsets }: WindowData): ReadForecast {
  const { season, horizon, channels } = dataset.manifest.meta;
  const width = channels.target.length;
  return (series, origin, out, offset) => {
    const first = ((offsets[series] ?? 0) + origin - season) * width;
    for (let i = 0; i < horizon * width; i++) out[offset + i] = target[first + (i % (season * width))] ?? NaN;
    return origin >= season;
  };
}
