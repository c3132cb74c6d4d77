import {
  type Channels,
  type DatasetMeta,
  type Model,
  type ModelDescription,
  type ParameterValues,
  PipelineError,
} from '@tsdistill/contracts';
import type { FeedSpecs, ForwardFunction } from '@tsdistill/engine';
import type { Anatomy } from './anatomy';
import { anatomyOf, buildForward, cycleOf, initialParameters, layersOf } from './build-forward';
import { floorForecasts } from './floor-forecasts';
import { createInitialiser, SHAPES_ALONE } from './initialiser';
import { ModelConfig } from './model-config';
import type { LayerShapes } from './model-definition';

/** Shapes of parameters by name. */
export type ParameterShapes = Readonly<Record<string, readonly number[]>>;

/** A model's function and the inputs it is fed, ready to be compiled: for training, prediction or export. */
export interface Forecaster {
  readonly config: ModelConfig;
  readonly horizon: number;
  /** Channels by role, as this model reads them: of its covariates those it asked for. */
  readonly channels: Channels;
  /** Steps of the cycle whose phase is an input; absent where none is. */
  readonly cycle?: number;
  /** past [-1, L, C] and, where read, covariates [-1, L, P], known [-1, L + H, K], static [-1, F] and phase [-1]; -1 is the batch. */
  readonly inputs: FeedSpecs;
  /** → { forecast [B, H, C] }, and where it has levels { quantiles [B, Q, H, C] } */
  readonly forward: ForwardFunction;
  /** Hidden layers that it can show, and the shape of each in one window. */
  readonly layers: LayerShapes;
  /** The same, with these hidden layers beside the forecast. */
  showing(layers: readonly string[]): ForwardFunction;
  /** Parameters to start from; equal for equal seeds. */
  initialise(seed: number): ParameterValues;
  /** The shapes of these, in their order; nothing is drawn. */
  parameterShapes(): ParameterShapes;
  /** How its parameters belong together. */
  readonly anatomy: Anatomy;
}

/** What a forecaster must know of its data. */
type DataShape = Pick<DatasetMeta, 'channels' | 'horizon' | 'season'>;

/** @throws PipelineError SEASON_TOO_LONG when a seasonal residual reaches further back than the lookback */
export function createForecaster(config: ModelConfig, { channels, horizon, season }: DataShape): Forecaster {
  const { lookback, past, known, static: statics } = config;
  if (config.residual === 'seasonal' && season > lookback)
    throw new PipelineError('SEASON_TOO_LONG', { season, lookback });
  const cycle = cycleOf(config);
  const targetCount = channels.target.length;
  const shape = {
    ...{ lookback, horizon, targetCount },
    ...{ covariateCount: past.length, knownCount: known.length, staticCount: statics.length },
  };
  return {
    config,
    horizon,
    channels: { target: channels.target, past, known, static: statics },
    ...(cycle !== undefined && { cycle }),
    inputs: {
      past: float32([-1, lookback, targetCount]),
      ...(past.length > 0 && { covariates: float32([-1, lookback, past.length]) }),
      ...(known.length > 0 && { known: float32([-1, lookback + horizon, known.length]) }),
      ...(statics.length > 0 && { static: float32([-1, statics.length]) }),
      ...(cycle !== undefined && { phase: float32([-1]) }),
    },
    forward: buildForward(config, shape, season),
    layers: layersOf(config, shape),
    showing: (layers) => buildForward(config, shape, season, layers),
    initialise: (seed) => initialParameters(config, shape, createInitialiser(seed)),
    parameterShapes: () => shapesOf(initialParameters(config, shape, SHAPES_ALONE)),
    anatomy: anatomyOf(config, shape),
  };
}

function shapesOf(parameters: ParameterValues): ParameterShapes {
  return Object.fromEntries(Object.entries(parameters).map(([name, { shape }]) => [name, shape]));
}

function float32(shape: readonly number[]) {
  return { shape, dtype: 'float32' } as const;
}

/** The settings in `model.json` that rebuild a forecaster; `restoreForecaster` is the way back. */
export function describeForecaster({ config, horizon, channels }: Forecaster, season: number) {
  const { architecture, lookback, ...settings } = config;
  return { architecture, options: { ...settings, season }, lookback, horizon, channels };
}

/** The forecaster of a stored model, with the floor of its scaler. @throws PipelineError MODEL_UNKNOWN when its options are not those of this version */
export function restoreForecaster({ description }: Model): Forecaster {
  const { architecture, lookback, horizon, channels, scaler } = description;
  const { season, ...settings } = description.options;
  const config = ModelConfig.safeParse({ architecture, lookback, ...settings });
  if (!config.success || typeof season !== 'number') throw unknownModel(description, config.error);
  return floorForecasts(createForecaster(config.data, { channels, horizon, season }), scaler);
}

function unknownModel({ architecture }: ModelDescription, cause: unknown): PipelineError {
  return new PipelineError('MODEL_UNKNOWN', { architecture }, { cause });
}
