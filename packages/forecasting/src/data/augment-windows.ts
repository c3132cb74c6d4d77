import { type Augmentation, AUGMENTATIONS, type Recipes } from '@tsdistill/contracts';
import { normalNumbers } from './normal-numbers';
import { type WindowData, type Windows, windowsAt } from './windows';

/** One row of `augmented.arrow`: what is done to a past. */
export interface Recipe {
  readonly kind: Augmentation;
  readonly seed: number;
  readonly amount: number;
  readonly rotation: number;
}

/**
 * The past [L, C] that a recipe makes of a base's and a partner's, all standardized.
 *
 * Its newest rows do not depend on L: noise is drawn backwards from the newest row, and scaling turns around that row (a
 * mean over the window would differ from lookback to lookback). So a student reads the same past as its teacher.
 *
 * - jitter: plus N(0, amount), value by value
 * - scaling: `last + f·(x - last)` with one f = exp(N(0, amount)) a channel
 * - mixup: `amount·base + (1 - amount)·partner` (Zhang et al. 2018); no label is mixed, the teacher says what follows
 * - other-series: channel c reads channel (c + rotation) mod C of the partner
 */
export function augmentPast(recipe: Recipe, base: Float32Array, partner: Float32Array, width: number): Float32Array {
  const { kind, seed, amount, rotation } = recipe;
  switch (kind) {
    case 'jitter':
      return addNoise(base, width, amount, seed);
    case 'scaling':
      return scaleChannels(base, width, amount, seed);
    case 'mixup':
      return mix(base, partner, amount);
    case 'other-series':
      return base.map((_, i) => partner[i - (i % width) + (((i % width) + rotation) % width)] ?? NaN);
  }
}

/** The past covariates [L, P] beside such a past. */
function augmentCovariates({ kind, amount }: Recipe, base: Float32Array, partner: Float32Array): Float32Array {
  if (kind === 'other-series') return partner;
  return kind === 'mixup' ? mix(base, partner, amount) : base;
}

function mix(base: Float32Array, partner: Float32Array, weight: number): Float32Array {
  return base.map((value, i) => weight * value + (1 - weight) * (partner[i] ?? NaN));
}

function addNoise(base: Float32Array, width: number, sd: number, seed: number): Float32Array {
  const next = normalNumbers(seed);
  const past = base.slice();
  for (let row = past.length - width; row >= 0; row -= width)
    for (let i = row; i < row + width; i++) past[i] = (past[i] ?? 0) + sd * next();
  return past;
}

function scaleChannels(base: Float32Array, width: number, sd: number, seed: number): Float32Array {
  const next = normalNumbers(seed);
  const factor = Array.from({ length: width }, () => Math.exp(sd * next()));
  const last = base.subarray(base.length - width);
  return base.map((value, i) => {
    const level = last[i % width] ?? 0;
    return level + (factor[i % width] ?? 1) * (value - level);
  });
}

/** Windows made from recipes; `row` is each one's row of `augmented.arrow`, where its forecast stands. */
export interface AugmentedWindows extends Windows {
  readonly row: Int32Array;
}

/**
 * The made windows for one lookback; those whose base or partner has fewer rows before it are left out.
 *
 * Series, origin, known channels, static features and phase are those of the base; past covariates go the way of the targets' past:
 * mixed in mixup, the partner's in other-series. There is no truth: `copyTarget` throws.
 */
export function augmentedWindows(data: WindowData, recipes: Recipes, lookback: number): AugmentedWindows {
  const reaches = (i: number) => Math.min(recipes.origin[i] ?? 0, recipes.partnerOrigin[i] ?? 0) >= lookback;
  const row = Int32Array.from(recipes.kind.keys()).filter(reaches);
  const pick = (from: Int32Array) => row.map((i) => from[i] ?? 0);
  const bases = windowsAt(data, { series: pick(recipes.series), origin: pick(recipes.origin) }, lookback);
  const partnerKeys = { series: pick(recipes.partnerSeries), origin: pick(recipes.partnerOrigin) };
  const partners = windowsAt(data, partnerKeys, lookback);
  const width = data.dataset.manifest.meta.channels.target.length;
  const [base, partner] = [new Float32Array(lookback * width), new Float32Array(lookback * width)];
  const size = lookback * data.covariates.counts.past;
  const [own, other] = [new Float32Array(size), new Float32Array(size)];
  return {
    ...bases,
    row,
    copyPast: (index, out, offset) => {
      bases.copyPast(index, base, 0);
      partners.copyPast(index, partner, 0);
      out.set(augmentPast(recipeAt(recipes, row[index] ?? 0), base, partner, width), offset);
    },
    copyCovariates: (index, out, offset) => {
      bases.copyCovariates(index, own, 0);
      partners.copyCovariates(index, other, 0);
      out.set(augmentCovariates(recipeAt(recipes, row[index] ?? 0), own, other), offset);
    },
    copyTarget: () => {
      throw new RangeError('an augmented window has no truth');
    },
  };
}

function recipeAt({ kind, seed, amount, rotation }: Recipes, row: number): Recipe {
  const name = AUGMENTATIONS[kind[row] ?? -1];
  if (name === undefined) throw new RangeError(`row ${row} of the recipes has no kind`);
  return { kind: name, seed: seed[row] ?? 0, amount: amount[row] ?? 0, rotation: rotation[row] ?? 0 };
}
