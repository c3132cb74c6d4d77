/** A value of each channel and the row it stands in; the row is -1 or Infinity where there is none. */
export interface Neighbours {
  readonly row: Float64Array;
  readonly value: Float32Array;
}

/** @param row stands for none: -1 before the first row of a series, Infinity behind its last */
export function noNeighbours(width: number, row: number): Neighbours {
  return { row: new Float64Array(width).fill(row), value: new Float32Array(width) };
}

/**
 * The first number of each channel in a block.
 *
 * @param values [n, width], NaN = missing
 * @param firstRow row of the series in which the block begins
 */
export function firstNumbers(values: Float32Array, width: number, firstRow: number): Neighbours {
  const first = noNeighbours(width, Infinity);
  let open = width;
  for (let cell = 0; cell < values.length && open > 0; cell++) {
    const channel = cell % width;
    const value = values[cell] as number;
    if (Number.isNaN(value) || first.row[channel] !== Infinity) continue;
    first.row[channel] = firstRow + Math.floor(cell / width);
    first.value[channel] = value;
    open -= 1;
  }
  return first;
}

/** Where the numbers of a series are, seen from its blocks. */
export interface NumberChain {
  /** First number of each channel in the series. */
  readonly first: Neighbours;
  /** Of each block, the first number of each channel behind it: what a gap ends with that is open at the end of the block. */
  readonly following: readonly Neighbours[];
}

/** @param inside the first numbers in each block, in the order of rows */
export function chainNumbers(inside: readonly Neighbours[], width: number): NumberChain {
  const following: Neighbours[] = [];
  let first = noNeighbours(width, Infinity);
  for (const block of [...inside].reverse()) {
    following.push(first);
    first = nearer(block, first);
  }
  return { first, following: following.reverse() };
}

/** Channel by channel the one that is there, and else the other. */
function nearer(first: Neighbours, other: Neighbours): Neighbours {
  const isThere = (channel: number) => first.row[channel] !== Infinity;
  return {
    row: first.row.map((row, channel) => (isThere(channel) ? row : (other.row[channel] ?? Infinity))),
    value: first.value.map((value, channel) => (isThere(channel) ? value : (other.value[channel] ?? 0))),
  };
}
