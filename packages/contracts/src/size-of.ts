/** Elements of an array of this shape: 1 of a scalar, []. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
