import { PipelineError } from '@tsdistill/contracts';
import { createForecaster, type Forecaster, type ModelConfig } from '@tsdistill/forecasting';
import type { z } from 'zod';
import type { DatasetFile } from './dataset-file';

/**
 * A model of a data set as their configs describe it; nothing is loaded for it, and nothing is drawn.
 *
 * @param channelCount C: channels to forecast, which no config says
 * @throws PipelineError SEASON_TOO_LONG
 */
export function describeModel(
  model: ModelConfig,
  { ingest: { horizon, season } }: z.output<typeof DatasetFile>,
  channelCount: number,
): Forecaster {
  const target = Array.from({ length: channelCount }, (_, channel) => `${channel}`);
  return createForecaster(model, { channels: { target, past: [], known: [], static: [] }, horizon, season });
}

/** The same, or `undefined` where it cannot be: that is a problem of the file with the model. */
export function describedModel(...given: Parameters<typeof describeModel>): Forecaster | undefined {
  try {
    return describeModel(...given);
  } catch (error) {
    if (error instanceof PipelineError) return undefined;
    throw error;
  }
}
