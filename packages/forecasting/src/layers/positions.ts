/** Sines and cosines of falling frequency, one row a position (Vaswani et al. 2017): [count, width], row by row. */
export function sinusoidalPositions(count: number, width: number): Float32Array {
  return Float32Array.from({ length: count * width }, (_, place) => {
    const [position, column] = [Math.floor(place / width), place % width];
    const angle = position / 10_000 ** ((column - (column % 2)) / width);
    return column % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
}
