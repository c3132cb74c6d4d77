/** What a model missed on some windows: N of them, H steps, C channels. */
export interface Residuals {
  readonly windowCount: number;
  readonly horizon: number;
  readonly channelCount: number;
  /** |forecast − truth|, standardized, [N, H, C]; NaN where no truth was observed. */
  readonly values: Float32Array;
  /** ms since 1970 of the last row before each window, [N]: what is known when it is forecast. */
  readonly madeAt: Float64Array;
  /** ms since 1970 at which the truth of each step is known, [N, H]. */
  readonly knownAt: Float64Array;
}

/** The residuals of one step and channel that there are, ascending. @param cell index into [H, C] */
export function sortedCell({ windowCount, horizon, channelCount, values }: Residuals, cell: number): Float32Array {
  const size = horizon * channelCount;
  const column = Float32Array.from({ length: windowCount }, (_, window) => values[window * size + cell] as number);
  return column.filter((value) => !Number.isNaN(value)).sort();
}
