import {
  type Channels,
  type DatasetMeta,
  type Model,
  type ModelDescription,
  type ParameterValues,
  PipelineError,
} from '@tsdistill/contracts';
import type { FeedSpecs, ForwardFunction } from '@tsdistill/engine';
import { buildForward, cycleOf, initialParameters } from './build-forward';
import { ModelConfig } from './model-config';

/** A model's function and the inputs it is fed, ready to be compiled: for training, prediction or export. */
export interface Forecaster {
  readonly config: ModelConfig;
  readonly horizon: number;
  /** Channels by role, as this model reads them: its `known` are those it asked for. */
  readonly channels: Channels;
  /** Steps of the cycle whose phase is an input; absent where none is. */
  readonly cycle?: number;
  /** past [-1, L, C] and, where read, known [-1, L + H, K] and phase [-1]; -1 is the batch. */
  readonly inputs: FeedSpecs;
  readonly forward: ForwardFunction;
  initialise(seed: number): ParameterValues;
}

/** What a forecaster must know of its data. */
type DataShape = Pick<DatasetMeta, 'channels' | 'horizon' | 'season'>;

/** @throws PipelineError SEASON_TOO_LONG when a seasonal residual reaches further back than the lookback */
export function createForecaster(config: ModelConfig, { channels, horizon, season }: DataShape): Forecaster {
  const { lookback, known } = config;
  if (config.residual === 'seasonal' && season > lookback)
    throw new PipelineError('SEASON_TOO_LONG', { season, lookback });
  const cycle = cycleOf(config);
  const targetCount = channels.target.length;
  const shape = { lookback, horizon, targetCount, knownCount: known.length };
  return {
    config,
    horizon,
    channels: { target: channels.target, past: [], known, static: [] },
    ...(cycle !== undefined && { cycle }),
    inputs: {
      past: { shape: [-1, lookback, targetCount], dtype: 'float32' },
      ...(known.length > 0 && { known: { shape: [-1, lookback + horizon, known.length], dtype: 'float32' as const } }),
      ...(cycle !== undefined && { phase: { shape: [-1], dtype: 'float32' as const } }),
    },
    forward: buildForward(config, shape, season),
    initialise: (seed) => initialParameters(config, shape, seed),
  };
}

/** The settings in `model.json` that rebuild a forecaster; `restoreForecaster` is the way back. */
export function describeForecaster({ config, horizon, channels }: Forecaster, season: number) {
  const { architecture, lookback, ...settings } = config;
  return { architecture, options: { ...settings, season }, lookback, horizon, channels };
}

/** The forecaster of a stored model. @throws PipelineError MODEL_UNKNOWN when its options are not those of this version */
export function restoreForecaster({ description }: Model): Forecaster {
  const { architecture, lookback, horizon, channels } = description;
  const { season, ...settings } = description.options;
  const config = ModelConfig.safeParse({ architecture, lookback, ...settings });
  if (!config.success || typeof season !== 'number') throw unknownModel(description, config.error);
  return createForecaster(config.data, { channels, horizon, season });
}

function unknownModel({ architecture }: ModelDescription, cause: unknown): PipelineError {
  return new PipelineError('MODEL_UNKNOWN', { architecture }, { cause });
}
