/** One model on the two axes of the search: smaller is better on both. */
export interface SizedLoss {
  readonly parameterCount: number;
  /** On validation; null where training was lost. */
  readonly loss: number | null;
}

/**
 * Ranks of non-dominated sorting (Goldberg 1989; Deb et al. 2002, NSGA-II): 0 = no other model is at least as small and
 * at least as accurate, and better in one; 1 = the same once rank 0 is taken away, and so on. A lost training has rank Infinity.
 */
export function frontRanks(models: readonly SizedLoss[]): number[] {
  const ranks = models.map(() => Infinity);
  let left = models.flatMap(({ loss }, index) => (loss === null ? [] : [index]));
  for (let rank = 0; left.length > 0; rank++) {
    const rest = left.filter((index) => left.some((other) => dominates(models[other], models[index])));
    for (const index of left) if (!rest.includes(index)) ranks[index] = rank;
    left = rest;
  }
  return ranks;
}

function dominates(a: SizedLoss | undefined, b: SizedLoss | undefined): boolean {
  if (!a || !b || a.loss === null || b.loss === null) return false;
  const isNoWorse = a.parameterCount <= b.parameterCount && a.loss <= b.loss;
  return isNoWorse && (a.parameterCount < b.parameterCount || a.loss < b.loss);
}

/**
 * How far a model lies above the front: its loss / the least loss of any model of its size or smaller - 1; 0 on the front.
 */
export function excessLoss(models: readonly SizedLoss[], index: number): number {
  const own = models[index];
  if (!own || own.loss === null) return Infinity;
  const rivals = models.flatMap(({ parameterCount, loss }) =>
    loss !== null && parameterCount <= own.parameterCount ? [loss] : [],
  );
  const least = Math.min(...rivals);
  return own.loss === least ? 0 : own.loss / least - 1;
}

/**
 * Indices of the `count` models on or nearest to the front: by rank, in a rank by what they lie above the front, and where
 * that is equal the more accurate first, so that a front too long to keep loses its end of tiny, bad models.
 */
export function nearestToFront(models: readonly SizedLoss[], count: number): number[] {
  const ranks = frontRanks(models);
  const rated = models
    .map(({ loss }, index) => ({ index, rank: ranks[index] ?? Infinity, excess: excessLoss(models, index), loss }))
    .filter(({ loss }) => loss !== null);
  const sorted = rated.sort((a, b) => a.rank - b.rank || a.excess - b.excess || (a.loss ?? 0) - (b.loss ?? 0));
  return sorted
    .slice(0, count)
    .map(({ index }) => index)
    .sort((a, b) => a - b);
}
