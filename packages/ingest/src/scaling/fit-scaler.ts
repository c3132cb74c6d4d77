import type { Scaler, Transform } from '@tsdistill/contracts';
import { meanAndStd } from './moments';
import { QUARTILES, quantiles } from './quantiles';
import { type RangeValues, transformed } from './range-values';

export type ScalerKind = Scaler['kind'];

/** Centre and spread of each channel of some rows; a spread of 0 belongs to a constant. */
interface Spread {
  readonly shift: readonly number[];
  readonly spread: readonly number[];
}

type Blocks = () => Iterable<Float32Array>;
interface Shape {
  readonly width: number;
  readonly rowCount: number;
}

const FITS: Readonly<Record<ScalerKind, (blocks: Blocks, shape: Shape) => Spread>> = {
  none: (_, { width }) => ({ shift: new Array<number>(width).fill(0), spread: new Array<number>(width).fill(1) }),
  standard(blocks, { width }) {
    const { mean, std } = meanAndStd(blocks(), width);
    return { shift: mean, spread: std };
  },
  /** Median and interquartile range, as scikit-learn's `RobustScaler`. */
  robust(blocks, shape) {
    const found = quantiles(blocks, shape, QUARTILES);
    return {
      shift: found.map(([, median = NaN]) => median),
      spread: found.map(([low = NaN, , high = NaN]) => high - low),
    };
  },
  'min-max'(blocks, { width }) {
    const { low, high } = extremes(blocks(), width);
    return { shift: low, spread: high.map((value, channel) => value - (low[channel] ?? 0)) };
  },
};

export interface ScalerSettings {
  readonly kind: ScalerKind;
  readonly scope: Scaler['scope'];
  /** By channel. */
  readonly transform: readonly Transform[];
}

/** What was fitted, and what the values say nothing of: one row for all series or for each, [1 or S][C]. */
export interface FittedScaler {
  readonly shift: readonly (readonly number[])[];
  /** 1 where the spread is 0. */
  readonly scale: readonly (readonly number[])[];
  readonly constant: readonly (readonly number[])[];
  /** Channels without one observed value; their shift is no number. */
  readonly unobserved: readonly (readonly number[])[];
}

/**
 * Fits shift and scale of every channel after its transform, over all series or over each.
 *
 * @param values train rows, NaN where not observed
 */
export function fitScaler(values: RangeValues, { kind, scope, transform }: ScalerSettings): FittedScaler {
  const series = [...values.rowCounts.keys()];
  const groups = scope === 'series' ? series.map((index) => [index]) : [series];
  const source = transformed(values, transform);
  const fits = groups.map((group) => {
    const rowCount = group.reduce((sum, index) => sum + (values.rowCounts[index] ?? 0), 0);
    return FITS[kind](() => blocksOf(source, group), { width: values.width, rowCount });
  });
  return {
    shift: fits.map(({ shift }) => shift),
    scale: fits.map(({ spread }) => spread.map((value) => (value > 0 ? value : 1))),
    constant: fits.map(({ spread }) => channelsWhere(spread, (value) => value === 0)),
    unobserved: fits.map(({ shift }) => channelsWhere(shift, (value) => !Number.isFinite(value))),
  };
}

function channelsWhere(values: readonly number[], matches: (value: number) => boolean): readonly number[] {
  return values.flatMap((value, channel) => (matches(value) ? [channel] : []));
}

function* blocksOf(values: RangeValues, group: readonly number[]): Generator<Float32Array> {
  for (const index of group) yield* values.blocks(index);
}

function extremes(blocks: Iterable<Float32Array>, width: number) {
  const low = new Array<number>(width).fill(Infinity);
  const high = new Array<number>(width).fill(-Infinity);
  for (const block of blocks)
    for (let cell = 0; cell < block.length; cell++) {
      const value = block[cell] as number;
      const channel = cell % width;
      if (value < (low[channel] as number)) low[channel] = value;
      if (value > (high[channel] as number)) high[channel] = value;
    }
  return { low, high };
}
