import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Numbers that separate the streams of neighbouring (seed, epoch) pairs. */
const SEED_STRIDE = 0x9e3779b1;

/** A permutation of 0 … count - 1 (Fisher–Yates) that depends on seed and epoch alone, so a resumed run repeats it. */
export function shuffledIndices(count: number, seed: number, epoch: number): Int32Array {
  const generator = xoroshiro128plus((Math.imul(seed + 1, SEED_STRIDE) + epoch) | 0);
  const order = Int32Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = uniformInt(generator, 0, last);
    const kept = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = kept;
  }
  return order;
}
