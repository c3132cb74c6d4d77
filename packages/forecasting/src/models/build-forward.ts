import type { ParameterValues } from '@tsdistill/contracts';
import { type ForwardFunction, tf, type Tensor, type Tensors } from '@tsdistill/engine';
import { affineOf, applyAffine, type ChannelAffine, removeAffine } from '../layers/channel-affine';
import { type Anatomy, denseAxes, fixed, WHOLE } from './anatomy';
import type { Initialiser } from './initialiser';
import type { ModelConfig } from './model-config';
import type { CoreInputs, LayerShapes, ModelDefinition, ModelShape } from './model-definition';
import { headOutputs, headParameters, QUANTILES, quantilesAround } from './quantile-head';
import { MODELS } from './registry';

const EPSILON = 1e-5;

/**
 * The whole forecaster: past [B, L, C] (standardized) → { forecast [B, H, C] (standardized) }, `quantiles` [B, Q, H, C] where the config has
 * levels, and the hidden layers asked for, [B, …] by name.
 *
 * The core sees (past − anchor) / spread. `anchor` is the last value with `residual: "last"` (Zeng et al. 2023, NLinear), else the
 * window's mean with `normalisation: "mean" | "revin"`, else 0; `spread` is the window's standard deviation with `"revin"`
 * (Kim et al. 2022), else 1. What the core says is multiplied by `spread` and added to the anchor, or with
 * `residual: "seasonal"` to the value one season before.
 *
 * @param layers names of hidden layers, each one of `layersOf`
 * @param season steps, read only with `residual: "seasonal"`; at most the lookback
 */
export function buildForward(
  config: ModelConfig,
  shape: ModelShape,
  season: number,
  layers: readonly string[] = [],
): ForwardFunction {
  const { forward, appliesAffine = false } = definitionOf(config);
  const core = forward(config.options, shape);
  return (parameters, inputs, context) => {
    const past = required(inputs, 'past');
    const anchor = anchorOf(past, config);
    const spread = config.normalisation === 'revin' ? spreadOf(past) : undefined;
    const centred = anchor ? tf.sub(past, anchor) : past;
    const normalised = spread ? tf.div(centred, spread) : centred;
    const phase = cycleOf(config) === undefined ? {} : { phase: required(inputs, 'phase') };
    const affine = config.affine ? affineOf(parameters) : undefined;
    const given = { ...givenPast(normalised, affine, appliesAffine), ...covariatesOf(config, inputs) };
    const outputs = core(parameters, { ...given, ...phase }, context);
    const scaled = affine ? removeAffine(outputs.forecast, affine) : outputs.forecast;
    const spreadOut = spread ? tf.mul(scaled, spread) : scaled;
    const base = config.residual === 'seasonal' ? repeatSeason(past, season, shape.horizon) : anchor;
    const forecast = base ? tf.add(spreadOut, base) : spreadOut;
    const shown = { ...pick(outputs.hidden, layers), forecast };
    if (config.quantiles.length === 0) return shown;
    const hidden = required(outputs.hidden ?? {}, headLayer(config));
    return {
      ...shown,
      [QUANTILES]: quantilesAround(config.quantiles, { median: forecast, hidden, spread }, parameters),
    };
  };
}

/** Initial parameters of the core, of the affine normalisation and of the quantile head. */
export function initialParameters(config: ModelConfig, shape: ModelShape, random: Initialiser): ParameterValues {
  return {
    ...(config.affine && {
      'affine.gain': random.constant([shape.targetCount], 1),
      'affine.shift': random.constant([shape.targetCount], 0),
    }),
    ...definitionOf(config).initialise(config.options, shape, random),
    ...(config.quantiles.length > 0 &&
      headParameters(config.quantiles, layersOf(config, shape)[headLayer(config)] ?? [], shape, random)),
  };
}

/** Steps of the cycle whose phase the architecture reads, if it reads one. */
export function cycleOf(config: ModelConfig): number | undefined {
  return definitionOf(config).cycleOf?.(config.options);
}

/** The hidden layer that the quantile head reads. */
function headLayer(config: ModelConfig): string {
  return definitionOf(config).lastLayer?.(config.options) ?? '';
}

/** Hidden layers that the architecture shows, and the shape of each in one window. */
export function layersOf(config: ModelConfig, shape: ModelShape): LayerShapes {
  return definitionOf(config).layers?.(config.options, shape) ?? {};
}

/** How the parameters belong together, those of the quantile head too. */
export function anatomyOf(config: ModelConfig, shape: ModelShape): Anatomy {
  const core = definitionOf(config).anatomy?.(config.options, shape) ?? WHOLE;
  if (!core.last || config.quantiles.length === 0) return core;
  const outputs = headOutputs(config.quantiles, layersOf(config, shape)[headLayer(config)] ?? [], shape);
  return { ...core, axes: { ...core.axes, ...denseAxes(QUANTILES, core.last, fixed(outputs)) } };
}

function pick(hidden: Tensors | undefined, layers: readonly string[]): Tensors {
  return Object.fromEntries(layers.map((name) => [name, required(hidden ?? {}, name)]));
}

function definitionOf(config: ModelConfig): ModelDefinition<unknown> {
  return MODELS[config.architecture] as ModelDefinition<unknown>;
}

/** Covariates are standardized by the data set; the normalisation of a window is for its targets alone. */
function covariatesOf({ past, known, static: statics }: ModelConfig, inputs: Tensors): Omit<CoreInputs, 'past'> {
  return {
    ...(past.length > 0 && { covariates: required(inputs, 'covariates') }),
    ...(known.length > 0 && { known: required(inputs, 'known') }),
    ...(statics.length > 0 && { static: required(inputs, 'static') }),
  };
}

function required(tensors: Tensors, name: string): Tensor {
  const tensor = tensors[name];
  if (!tensor) throw new RangeError(`the model has no "${name}"`);
  return tensor;
}

/** The past with gain and shift, or beside them where the core applies them. */
function givenPast(past: Tensor, affine: ChannelAffine | undefined, appliesAffine: boolean) {
  if (!affine) return { past };
  return appliesAffine ? { past, affine } : { past: applyAffine(past, affine) };
}

/** [B, 1, C], or nothing where it is zero. */
function anchorOf(past: Tensor, { normalisation, residual }: ModelConfig): Tensor | undefined {
  const [batch = 0, length = 0, channels = 0] = past.shape;
  if (residual === 'last') return tf.slice(past, [0, length - 1, 0], [batch, 1, channels]);
  return normalisation === 'none' ? undefined : tf.mean(past, 1, true);
}

/** Standard deviation over the window, [B, 1, C], around its own mean whatever the anchor. */
function spreadOf(past: Tensor): Tensor {
  const centred = tf.sub(past, tf.mean(past, 1, true));
  return tf.sqrt(tf.add(tf.mean(tf.square(centred), 1, true), EPSILON));
}

/** The last season of the past, repeated over the horizon: [B, L, C] → [B, H, C]. */
function repeatSeason(past: Tensor, season: number, horizon: number): Tensor {
  const [batch = 0, length = 0, channels = 0] = past.shape;
  const pieces: Tensor[] = [];
  for (let done = 0; done < horizon; done += season) {
    const take = Math.min(season, horizon - done);
    pieces.push(tf.slice(past, [0, length - season, 0], [batch, take, channels]));
  }
  return pieces.length === 1 ? (pieces[0] as Tensor) : tf.concat(pieces, 1);
}
