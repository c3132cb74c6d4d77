import type { ParameterValues } from '@tsdistill/contracts';
import { type ForwardContext, tf, type Tensor, type Tensors } from '@tsdistill/engine';
import { z } from 'zod';
import { type Anatomy, type Axis, denseAxes, normAxes, units } from '../models/anatomy';
import type { Initialiser } from '../models/initialiser';
import { dense, denseParameters } from './dense';
import { norm, normParameters } from './norm';

/** Sizes of a stack of encoder layers. */
export interface EncoderOptions {
  /** D, of one token. */
  readonly width: number;
  readonly heads: number;
  readonly layers: number;
  readonly feedForward: number;
  readonly dropout: number;
}

/** Settings of a model that has an encoder, with the defaults of that model. */
export function encoderFields(defaults: EncoderOptions) {
  return {
    width: z.number().int().positive().default(defaults.width),
    heads: z.number().int().positive().default(defaults.heads),
    layers: z.number().int().positive().default(defaults.layers),
    feedForward: z.number().int().positive().default(defaults.feedForward),
    dropout: z.number().min(0).lt(1).default(defaults.dropout),
  };
}

/** What the settings must fulfil, and what is said where they do not. */
export const headsFit = ({ width, heads }: EncoderOptions): boolean => width % heads === 0;
export const HEADS_DO_NOT_FIT = 'width must be a multiple of heads';

export function encoderParameters(options: EncoderOptions, random: Initialiser): ParameterValues {
  return Object.assign({}, ...layerNames(options).map((name) => layerParameters(name, options, random)));
}

/** What a stack of encoder layers is run with. */
export interface Encoder {
  readonly options: EncoderOptions;
  /** Between the two maps of the feed-forward part. */
  readonly activation: (x: Tensor) => Tensor;
  readonly parameters: Tensors;
  readonly context: ForwardContext;
}

/** Post-norm encoder layers, one after the other (Vaswani et al. 2017): tokens [B, N, D] → [B, N, D]. */
export function encode(tokens: Tensor, encoder: Encoder): Tensor {
  return encodeLayers(tokens, encoder).at(-1)?.[1] ?? tokens;
}

/** The same, with the tokens behind each layer by its name. */
export function encodeLayers(tokens: Tensor, encoder: Encoder): readonly (readonly [name: string, tokens: Tensor])[] {
  let sequence = tokens;
  return layerNames(encoder.options).map((name) => {
    sequence = encoderLayer(sequence, name, encoder);
    return [name, sequence];
  });
}

/** @param through what lies along a token: one width that runs through all layers */
export function encoderAnatomy(options: EncoderOptions, through: Axis): Omit<Anatomy, 'last'> {
  const layers = layerNames(options);
  const divisor = Math.sqrt(options.width / options.heads);
  const queries = layers.flatMap((name) => [`${name}.query.kernel`, `${name}.query.bias`]);
  return {
    axes: Object.assign({}, ...layers.map((name) => layerAxes(name, options, through))) as Anatomy['axes'],
    stacks: [{ layers }],
    divisors: Object.fromEntries(queries.map((name) => [name, divisor])),
  };
}

/** Each head has units of its own that it compares tokens by, and others that it mixes; so has each wide layer. */
function layerAxes(name: string, { width, heads, feedForward }: EncoderOptions, through: Axis): Anatomy['axes'] {
  const inHeads = (role: string) =>
    Array.from({ length: heads }, (_, head) => units(`${name}.${role}${head}`, width / heads)).flat();
  const [compared, mixed, wide] = [inHeads('compared'), inHeads('mixed'), units(`${name}.wide`, feedForward)];
  return {
    ...denseAxes(`${name}.query`, through, compared),
    ...denseAxes(`${name}.key`, through, compared),
    ...denseAxes(`${name}.value`, through, mixed),
    ...denseAxes(`${name}.merge`, mixed, through),
    ...normAxes(`${name}.norm1`, through),
    ...denseAxes(`${name}.wide`, through, wide),
    ...denseAxes(`${name}.narrow`, wide, through),
    ...normAxes(`${name}.norm2`, through),
  };
}

/** Names of the layers, which those of their parameters begin with. */
export function layerNames({ layers }: Pick<EncoderOptions, 'layers'>): string[] {
  return Array.from({ length: layers }, (_, index) => `layer${index}`);
}

function layerParameters(name: string, { width, feedForward }: EncoderOptions, random: Initialiser): ParameterValues {
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

/** Attention and feed-forward, each added to its input and normalised: [B, N, D] → [B, N, D]. */
function encoderLayer(tokens: Tensor, name: string, encoder: Encoder): Tensor {
  const { options, activation, parameters, context } = encoder;
  const drop = (x: Tensor) => context.dropout(x, options.dropout);
  const attended = norm(tf.add(tokens, drop(attention(tokens, name, encoder))), parameters, `${name}.norm1`);
  const wide = drop(activation(dense(attended, parameters, `${name}.wide`)));
  return norm(tf.add(attended, drop(dense(wide, parameters, `${name}.narrow`))), parameters, `${name}.norm2`);
}

/** Scaled dot-product attention over heads: [B, N, D] → [B, N, D]. */
function attention(tokens: Tensor, name: string, { options, parameters, context }: Encoder): Tensor {
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
