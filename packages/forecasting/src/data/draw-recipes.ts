import { type Augmentation, AUGMENTATIONS, emptyRecipes, PipelineError, type Recipes } from '@tsdistill/contracts';
import { uniformNumbers } from './normal-numbers';
import type { OriginKeys } from './windows';

/** How many windows are made, and by what. */
export interface AugmentOptions {
  /** Made windows for each train window. */
  readonly copies: number;
  /** Standard deviation of the noise, in standardized units. */
  readonly jitter?: number | undefined;
  /** Standard deviation of the factor's logarithm. */
  readonly scaling?: number | undefined;
  /** a of Beta(a, a), from which the weight of the base is drawn; 1 = uniform. */
  readonly mixup?: number | undefined;
  readonly otherSeries?: boolean | undefined;
}

/**
 * Draws the recipes of `copies` made windows for each window, one of the enabled ways after the other.
 *
 * A partner is any window of the list (mixup, the base itself too), or one of another series; with one series alone, channels read one another.
 *
 * @param windows those that one teacher forecasts; partners are chosen among them
 * @throws PipelineError AUGMENT_WITHOUT_OTHER for `otherSeries` with one series of one channel
 */
export function drawRecipes(windows: OriginKeys, width: number, options: AugmentOptions, seed: number): Recipes {
  const kinds = kindsOf(options);
  const seriesCount = new Set(windows.series).size;
  if (kinds.includes('other-series') && seriesCount === 1 && width === 1)
    throw new PipelineError('AUGMENT_WITHOUT_OTHER', { windowCount: windows.series.length });
  const uniform = uniformNumbers(seed);
  const draw = { windows, width, options, seriesCount, uniform };
  const recipes = emptyRecipes(windows.series.length * options.copies);
  recipes.kind.forEach((_, row) => {
    const base = Math.floor(row / options.copies);
    const kind = kinds[(base + (row % options.copies)) % kinds.length] ?? 'jitter';
    const { partner, amount, rotation } = choose(kind, base, draw);
    recipes.series[row] = windows.series[base] ?? 0;
    recipes.origin[row] = windows.origin[base] ?? 0;
    recipes.kind[row] = AUGMENTATIONS.indexOf(kind);
    recipes.seed[row] = Math.floor(uniform() * 2 ** 31);
    recipes.amount[row] = amount;
    recipes.partnerSeries[row] = windows.series[partner] ?? 0;
    recipes.partnerOrigin[row] = windows.origin[partner] ?? 0;
    recipes.rotation[row] = rotation;
  });
  return recipes;
}

/** The ways that the options enable, in the order of `AUGMENTATIONS`. */
function kindsOf({ jitter, scaling, mixup, otherSeries }: AugmentOptions): Augmentation[] {
  const enabled = [jitter !== undefined, scaling !== undefined, mixup !== undefined, otherSeries === true];
  return AUGMENTATIONS.filter((_, code) => enabled[code]);
}

interface Draw {
  readonly windows: OriginKeys;
  readonly width: number;
  readonly options: AugmentOptions;
  readonly seriesCount: number;
  readonly uniform: () => number;
}

/** What a recipe says beside its base: index of the partner, amount, rotation. */
function choose(kind: Augmentation, base: number, { windows, width, options, seriesCount, uniform }: Draw) {
  const any = (count: number) => Math.floor(uniform() * count);
  switch (kind) {
    case 'jitter':
      return { partner: base, amount: options.jitter ?? 0, rotation: 0 };
    case 'scaling':
      return { partner: base, amount: options.scaling ?? 0, rotation: 0 };
    case 'mixup':
      return { partner: any(windows.series.length), amount: beta(options.mixup ?? 1, uniform), rotation: 0 };
    case 'other-series': {
      if (seriesCount === 1) return { partner: base, amount: 0, rotation: 1 + any(width - 1) };
      let partner = any(windows.series.length);
      while (windows.series[partner] === windows.series[base]) partner = any(windows.series.length);
      return { partner, amount: 0, rotation: 0 };
    }
  }
}

/** Beta(a, a) for 0 < a <= 1, by Jöhnk (1964), in logarithms: u^(1/a) would vanish for a small a. */
function beta(a: number, uniform: () => number): number {
  for (;;) {
    const [x, y] = [Math.log(uniform()) / a, Math.log(uniform()) / a];
    if (Math.exp(x) + Math.exp(y) <= 1) return 1 / (1 + Math.exp(y - x));
  }
}
