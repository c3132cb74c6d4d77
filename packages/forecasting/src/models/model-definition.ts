import type { ParameterValues } from '@tsdistill/contracts';
import type { ForwardContext, Tensor, Tensors } from '@tsdistill/engine';
import type { z } from 'zod';
import type { ChannelAffine } from '../layers/channel-affine';
import type { Anatomy } from './anatomy';
import type { Initialiser } from './initialiser';

/** Sizes that a model is built for: L, H, C target channels, P past covariates, K known channels, F static features. */
export interface ModelShape {
  readonly lookback: number;
  readonly horizon: number;
  readonly targetCount: number;
  readonly covariateCount: number;
  readonly knownCount: number;
  readonly staticCount: number;
}

/**
 * What goes into the core of a model: past [B, L, C], normalised, and, where the model reads them, covariates [B, L, P], known [B, L + H, K],
 * static [B, F] and phase [B].
 */
export interface CoreInputs {
  readonly past: Tensor;
  /** Gain and shift that the past is yet to be given; only where the architecture `appliesAffine`. */
  readonly affine?: ChannelAffine;
  readonly covariates?: Tensor;
  readonly known?: Tensor;
  readonly static?: Tensor;
  /** Position of the first target row in the cycle of `cycleOf`, 0 … period − 1, as a float32. */
  readonly phase?: Tensor;
}

/** forecast [B, H, C] in the units of the normalised past, and the hidden layers that the architecture shows: [B, …] by name. */
export interface CoreOutputs {
  readonly forecast: Tensor;
  readonly hidden?: Tensors;
}

/** Hidden layers by name, and the shape of each in one window, its width last. */
export type LayerShapes = Readonly<Record<string, readonly number[]>>;

/**
 * One architecture: its options, its parameters, and its function of both.
 *
 * The function sees the past after normalisation and says nothing of scales; `buildForward` adds both ends. It must
 * create no tensor whose shape holds the batch size: one graph is made for all of them (`mergeBatches` of the engine).
 */
export interface ModelDefinition<Options> {
  readonly options: z.ZodType<Options>;
  /** True when the model reads covariates: past, known and static channels. */
  readonly readsCovariates: boolean;
  /** True when the core gives the past the affine of the normalisation itself, where that is faster; otherwise it is done before. */
  readonly appliesAffine?: boolean;
  /** Steps of the cycle whose phase the model reads; without it, none. */
  cycleOf?(options: Options): number;
  /** Steps of history without which there is nothing to read; 1 where absent. */
  shortestLookback?(options: Options): number;
  /** Hidden layers that the forward function gives, the first layer first; none where absent. */
  layers?(options: Options, shape: ModelShape): LayerShapes;
  /** The hidden layer that heads for further outputs read, [C, D] or [D] in one window; absent = it has none. */
  lastLayer?(options: Options): string;
  /** Where its units lie in its parameters, and its stacks of like layers; without it, only a model of the same shapes can give it parameters. */
  anatomy?(options: Options, shape: ModelShape): Anatomy;
  initialise(options: Options, shape: ModelShape, random: Initialiser): ParameterValues;
  forward(options: Options, shape: ModelShape): CoreForward;
}

export type CoreForward = (parameters: Tensors, inputs: CoreInputs, context: ForwardContext) => CoreOutputs;
