import type { ParameterValues } from '@tsdistill/contracts';
import { type ForwardContext, gelu, layerNorm, tf, type Tensor, type Tensors } from '@tsdistill/engine';
import { z } from 'zod';
import { asStep } from '../layers/covariates';
import { dense, denseParameters, parameter } from '../layers/dense';
import { type Anatomy, denseAxes, fixed, units } from './anatomy';
import type { Initialiser } from './initialiser';
import type { CoreInputs, ModelDefinition, ModelShape } from './model-definition';

const ITransformerOptions = z
  .object({
    width: z.number().int().positive().default(128),
    heads: z.number().int().positive().default(8),
    layers: z.number().int().positive().default(2),
    feedForward: z.number().int().positive().default(128),
    dropout: z.number().min(0).lt(1).default(0.1),
  })
  .strict()
  .refine(({ width, heads }) => width % heads === 0, 'width must be a multiple of heads');
type ITransformerOptions = z.infer<typeof ITransformerOptions>;

/**
 * One token a channel, attention between channels (Liu et al. 2024, iTransformer); post-norm encoder, as published.
 *
 * Covariates are tokens too, of which no forecast is read: one for each past channel, embedded like a target; one for each known channel,
 * which reaches over the horizon; one for all static features together.
 */
export const itransformer: ModelDefinition<ITransformerOptions> = {
  options: ITransformerOptions,
  readsCovariates: true,
  initialise: (options, { lookback, horizon, knownCount, staticCount }, random) => ({
    ...denseParameters('embed', lookback, options.width, random),
    ...(knownCount > 0 && denseParameters('embedKnown', lookback + horizon, options.width, random)),
    ...(staticCount > 0 && denseParameters('embedStatic', staticCount, options.width, random)),
    ...Object.assign({}, ...layerNames(options).map((name) => layerParameters(name, options, random))),
    ...normParameters('norm', options.width, random),
    ...denseParameters('head', options.width, horizon, random),
  }),
  anatomy: (options, shape) => ({ stack: layerNames(options), axes: encoderAxes(options, shape) }),
  lastLayer: () => 'norm',
  layers: ({ width, ...options }, { targetCount }) =>
    Object.fromEntries(['embed', ...layerNames(options), 'norm'].map((name) => [name, [targetCount, width]])),
  forward:
    (options, { targetCount }) =>
    (parameters, inputs, context) => {
      let tokens = context.dropout(embed(inputs, parameters), options.dropout);
      const hidden: Record<string, Tensor> = { embed: firstTokens(tokens, targetCount) };
      for (const name of layerNames(options)) {
        tokens = encoderLayer(tokens, { name, options, parameters, context });
        hidden[name] = firstTokens(tokens, targetCount);
      }
      const normed = norm(firstTokens(tokens, targetCount), parameters, 'norm');
      return {
        forecast: tf.transpose(dense(normed, parameters, 'head'), [0, 2, 1]),
        hidden: { ...hidden, norm: normed },
      };
    },
};

/** The tokens of targets, then those of past, known and static covariates: [B, C + P + K + 1, D]. */
function embed({ past, covariates, known, static: statics }: CoreInputs, parameters: Tensors): Tensor {
  const tokensOf = (series: Tensor, name: string) => dense(tf.transpose(series, [0, 2, 1]), parameters, name);
  const parts = [
    tokensOf(covariates ? tf.concat([past, covariates], 2) : past, 'embed'),
    ...(known ? [tokensOf(known, 'embedKnown')] : []),
    ...(statics ? [asStep(dense(statics, parameters, 'embedStatic'))] : []),
  ];
  return parts.length === 1 ? (parts[0] as Tensor) : tf.concat(parts, 1);
}

/** Those of the targets, which come before the covariates: [B, C + …, D] → [B, C, D]. */
function firstTokens(tokens: Tensor, targetCount: number): Tensor {
  const [batch = 0, count = 0, width = 0] = tokens.shape;
  return count === targetCount ? tokens : tf.slice(tokens, [0, 0, 0], [batch, targetCount, width]);
}

function layerNames({ layers }: Pick<ITransformerOptions, 'layers'>): string[] {
  return Array.from({ length: layers }, (_, index) => `layer${index}`);
}

function normParameters(name: string, width: number, random: Initialiser): ParameterValues {
  return { [`${name}.gain`]: random.constant([width], 1), [`${name}.shift`]: random.constant([width], 0) };
}

function layerParameters(name: string, options: ITransformerOptions, random: Initialiser): ParameterValues {
  const { width, feedForward } = options;
  return {
    ...denseParameters(`${name}.query`, width, width, random),
    ...denseParameters(`${name}.key`, width, width, random),
    ...denseParameters(`${name}.value`, width, width, random),
    ...denseParameters(`${name}.merge`, width, width, random),
    ...normParameters(`${name}.norm1`, width, random),
    ...denseParameters(`${name}.wide`, width, feedForward, random),
    ...denseParameters(`${name}.narrow`, feedForward, width, random),
    ...normParameters(`${name}.norm2`, width, random),
  };
}

/** One width runs through all layers; each head has units of its own, and so has each wide layer. */
function encoderAxes(options: ITransformerOptions, { lookback, horizon, knownCount, staticCount }: ModelShape) {
  const { width, heads, feedForward } = options;
  const through = units('width', width);
  const normAxes = (name: string) => ({ [`${name}.gain`]: [through], [`${name}.shift`]: [through] });
  const layers = layerNames(options).map((name) => {
    const inHeads = Array.from({ length: heads }, (_, head) => units(`${name}.head${head}`, width / heads)).flat();
    const wide = units(`${name}.wide`, feedForward);
    return {
      ...denseAxes(`${name}.query`, through, inHeads),
      ...denseAxes(`${name}.key`, through, inHeads),
      ...denseAxes(`${name}.value`, through, inHeads),
      ...denseAxes(`${name}.merge`, inHeads, through),
      ...normAxes(`${name}.norm1`),
      ...denseAxes(`${name}.wide`, through, wide),
      ...denseAxes(`${name}.narrow`, wide, through),
      ...normAxes(`${name}.norm2`),
    };
  });
  const ends = {
    ...denseAxes('embed', fixed(lookback), through),
    ...denseAxes('embedKnown', fixed(knownCount === 0 ? 0 : lookback + horizon), through),
    ...denseAxes('embedStatic', fixed(staticCount), through),
    ...normAxes('norm'),
    ...denseAxes('head', through, fixed(horizon)),
  };
  return Object.assign(ends, ...layers) as Anatomy['axes'];
}

interface Layer {
  readonly name: string;
  readonly options: ITransformerOptions;
  readonly parameters: Tensors;
  readonly context: ForwardContext;
}

/** Attention and feed-forward, each added to its input and normalised: [B, C, D] → [B, C, D]. */
function encoderLayer(tokens: Tensor, layer: Layer): Tensor {
  const { name, options, parameters, context } = layer;
  const drop = (x: Tensor) => context.dropout(x, options.dropout);
  const attended = norm(tf.add(tokens, drop(attention(tokens, layer))), parameters, `${name}.norm1`);
  const wide = drop(gelu(dense(attended, parameters, `${name}.wide`)));
  return norm(tf.add(attended, drop(dense(wide, parameters, `${name}.narrow`))), parameters, `${name}.norm2`);
}

/** Scaled dot-product attention over heads (Vaswani et al. 2017): [B, C, D] → [B, C, D]. */
function attention(tokens: Tensor, { name, options, parameters, context }: Layer): Tensor {
  const [batch = 0, count = 0, width = 0] = tokens.shape;
  const { heads, dropout } = options;
  const head = (role: string) =>
    tf.transpose(
      tf.reshape(dense(tokens, parameters, `${name}.${role}`), [batch, count, heads, width / heads]),
      [0, 2, 1, 3],
    );
  const scores = tf.mul(tf.matMul(head('query'), head('key'), false, true), 1 / Math.sqrt(width / heads));
  const mixed = tf.matMul(context.dropout(tf.softmax(scores), dropout), head('value'));
  const merged = tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [batch, count, width]);
  return dense(merged, parameters, `${name}.merge`);
}

function norm(x: Tensor, parameters: Tensors, name: string): Tensor {
  return layerNorm(x, parameter(parameters, `${name}.gain`), parameter(parameters, `${name}.shift`));
}
