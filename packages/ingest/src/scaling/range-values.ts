import type { ArrowFile, Transform } from '@tsdistill/contracts';
import type { RowRange } from '../splits/split-series';
import { applyTransform } from './transform';

/** Values of one range of rows of each series, read anew each time they are asked for; no other row can be reached through it. */
export interface RangeValues {
  readonly width: number;
  /** Rows of each series. */
  readonly rowCounts: readonly number[];
  /** Values of one series, row-major [n, width] each, NaN where not observed; a block holds until the next. */
  blocks(series: number): Iterable<Float32Array>;
}

export interface RangeColumn {
  readonly file: ArrowFile;
  readonly name: 'target' | 'past' | 'known';
  readonly width: number;
  /** One range a series, counted among the rows of all. */
  readonly ranges: readonly RowRange[];
  /** True when the file says which targets were observed. */
  readonly isMasked: boolean;
}

/** 8 MiB of values. */
const BLOCK_VALUES = 1 << 21;

/** Reads one column of `series.arrow`; masked values come as NaN. */
export function readRanges({ file, name, width, ranges, isMasked }: RangeColumn): RangeValues {
  const column = file.column(name, { kind: 'float32-list', width });
  const mask = isMasked ? file.column('mask', { kind: 'uint8-list', width }) : undefined;
  const size = Math.max(1, Math.floor(BLOCK_VALUES / width));
  return {
    width,
    rowCounts: ranges.map(([from, to]) => to - from),
    *blocks(series) {
      const [from, to] = ranges[series] ?? [0, 0];
      const block = new Float32Array(Math.min(size, to - from) * width);
      const observed = new Uint8Array(mask ? block.length : 0);
      for (let row = from; row < to; row += size) {
        const count = Math.min(size, to - row);
        column.read(row, count, block);
        mask?.read(row, count, observed);
        if (mask) for (let cell = 0; cell < count * width; cell++) if (observed[cell] === 0) block[cell] = NaN;
        yield block.subarray(0, count * width);
      }
    },
  };
}

/** One value and where it stands. */
export interface Cell {
  readonly series: number;
  /** Row in the range of the series. */
  readonly row: number;
  readonly channel: number;
  readonly value: number;
}

/** Hands on every value that is looked for, series by series, in order. */
export function findCells(
  { width, rowCounts, blocks }: RangeValues,
  isWanted: (value: number, channel: number) => boolean,
  take: (cell: Cell) => void,
): void {
  for (const series of rowCounts.keys()) {
    let firstRow = 0;
    for (const block of blocks(series)) {
      for (let cell = 0; cell < block.length; cell++) {
        const [value, channel] = [block[cell] as number, cell % width];
        if (isWanted(value, channel)) take({ series, row: firstRow + Math.floor(cell / width), channel, value });
      }
      firstRow += block.length / width;
    }
  }
}

/** The same values transformed, by channel, and rounded to float32. */
export function transformed(values: RangeValues, transforms: readonly Transform[]): RangeValues {
  if (transforms.every((name) => name === 'none')) return values;
  const { width } = values;
  return {
    ...values,
    *blocks(series) {
      for (const block of values.blocks(series))
        yield block.map((value, cell) => applyTransform(transforms[cell % width] ?? 'none', value));
    },
  };
}
