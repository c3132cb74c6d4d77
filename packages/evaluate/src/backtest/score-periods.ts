import { type BacktestErrors, PipelineError } from '@tsdistill/contracts';
import {
  type ChannelUnits,
  createErrorAccumulator,
  type ErrorAccumulator,
  type ForecastWindow,
} from '../accumulate-errors';
import type { Metrics } from '../metrics';
import type { Periods } from './period';

/** Errors of one model over everything, and by period. */
export interface PeriodErrors {
  readonly overall: BacktestErrors;
  /** In the order of the periods. */
  readonly periods: readonly BacktestErrors[];
}

/** Sums of errors of one model; one window at a time, in the order of the windows. */
export interface PeriodScorer {
  /** @throws PipelineError FORECAST_NOT_FINITE, TRUTH_NOT_FINITE */
  add(window: ForecastWindow, units: ChannelUnits): void;
  errors(): PeriodErrors;
}

const UNKNOWN: BacktestErrors = { mse: null, mae: null, rawMae: null, wape: null };

/** @param shape of one window */
export function scorePeriods(
  model: string,
  { counts, of }: Periods,
  shape: { readonly horizon: number; readonly channelCount: number },
): PeriodScorer {
  const overall = createErrorAccumulator(model, { ...shape, windowCount: of.length });
  const periods = counts.map((windowCount) => createErrorAccumulator(model, { ...shape, windowCount }));
  let added = 0;
  return {
    add(window, units) {
      overall.add(window, units);
      periods[of[added] ?? 0]?.add(window, units);
      added += 1;
    },
    errors: () => ({ overall: errorsOf(overall), periods: periods.map(errorsOf) }),
  };
}

/** A period of which no truth is known yet has no errors. */
function errorsOf(accumulator: ErrorAccumulator): BacktestErrors {
  try {
    return pick(accumulator.scores().metrics.overall);
  } catch (error) {
    if (error instanceof PipelineError && error.code === 'NOTHING_TO_EVALUATE') return UNKNOWN;
    throw error;
  }
}

const pick = ({ mse, mae, rawMae, wape }: Metrics): BacktestErrors => ({ mse, mae, rawMae, wape });
