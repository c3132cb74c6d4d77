/**
 * Indices of the lowest losses, the lowest first, the earliest of equals; lost ones (null) promise nothing.
 *
 * @returns `count` indices, or all there are
 */
export function mostPromising(losses: readonly (number | null)[], count: number): readonly number[] {
  const finite = losses.flatMap((loss, index) => (loss === null ? [] : [{ loss, index }]));
  return finite
    .sort((a, b) => a.loss - b.loss || a.index - b.index)
    .slice(0, count)
    .map(({ index }) => index);
}
