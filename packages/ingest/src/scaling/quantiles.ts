/** Levels that the robust scaler needs. */
export const QUARTILES = [0.25, 0.5, 0.75] as const;

/** Values that are held at once; more channels than fit are read in more passes. */
const HELD_VALUES = 1 << 24;

/**
 * Exact quantiles of every channel; NaN is left out.
 *
 * Between two neighbours a quantile lies on the straight line, as in numpy's default (Hyndman and Fan 1996, type 7).
 *
 * @param blocks rows, row-major [n, C] each; read once for as many channels as fit into `heldValues`
 * @returns [C][levels]; NaN for a channel without a number
 */
export function quantiles(
  blocks: () => Iterable<Float32Array>,
  { rowCount, width, heldValues = HELD_VALUES }: { rowCount: number; width: number; heldValues?: number },
  levels: readonly number[],
): readonly (readonly number[])[] {
  const size = Math.max(1, Math.floor(heldValues / Math.max(1, rowCount)));
  const groups = Array.from({ length: Math.ceil(width / size) }, (_, group) => group * size);
  return groups.flatMap((from) => {
    const columns = gatherColumns(blocks(), { rowCount, width, from, to: Math.min(width, from + size) });
    return columns.map((column) => {
      const sorted = column.sort();
      return levels.map((level) => quantileOf(sorted, level));
    });
  });
}

interface ColumnGroup {
  readonly rowCount: number;
  readonly width: number;
  readonly from: number;
  readonly to: number;
}

/** The numbers of channels [from, to), without NaN. */
function gatherColumns(blocks: Iterable<Float32Array>, group: ColumnGroup): readonly Float32Array[] {
  const { rowCount, width, from, to } = group;
  const columns = Array.from({ length: to - from }, () => new Float32Array(rowCount));
  const counts = columns.map(() => 0);
  for (const block of blocks)
    for (let start = from; start < block.length; start += width)
      columns.forEach((column, index) => {
        const value = block[start + index] as number;
        if (Number.isNaN(value)) return;
        const count = counts[index] ?? 0;
        column[count] = value;
        counts[index] = count + 1;
      });
  return columns.map((column, index) => column.subarray(0, counts[index]));
}

/** @param sorted ascending; NaN when it is empty */
export function quantileOf(sorted: Float32Array, level: number): number {
  const place = (sorted.length - 1) * level;
  const [low, high] = [sorted[Math.floor(place)] ?? NaN, sorted[Math.ceil(place)] ?? NaN];
  return low + (high - low) * (place - Math.floor(place));
}
