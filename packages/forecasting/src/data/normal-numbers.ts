import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** The first outputs of the generator are simple functions of its seed. */
const WARM_UP = 16;

/** A source of U(0, 1), never 0 or 1; the same seed gives the same numbers. */
export function uniformNumbers(seed: number): () => number {
  const generator = xoroshiro128plus(seed | 0);
  for (let i = 0; i < WARM_UP; i++) generator.next();
  return () => ((generator.next() >>> 0) + 0.5) / 2 ** 32;
}

/** A source of N(0, 1), by Box and Muller (1958); the same seed gives the same numbers. */
export function normalNumbers(seed: number): () => number {
  const uniform = uniformNumbers(seed);
  let kept: number | undefined;
  return () => {
    if (kept !== undefined) {
      const second = kept;
      kept = undefined;
      return second;
    }
    const radius = Math.sqrt(-2 * Math.log(uniform()));
    const angle = 2 * Math.PI * uniform();
    kept = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}
