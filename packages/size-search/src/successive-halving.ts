import { nearestToFront } from './accuracy-size-front';

/** Share of the candidates that goes on to the next rung, as 1 / ETA; budgets grow by the same factor. */
const ETA = 3;
const RUNGS = 3;

/** Trainings to be made: these candidates with this many epochs. */
export interface Rung {
  readonly epochs: number;
  /** Indices of candidates. */
  readonly candidates: readonly number[];
}

/** What one candidate reached in one rung. */
export interface RungLoss {
  readonly epochs: number;
  readonly validationLoss: number | null;
}

/** Epochs of each rung: a ninth, a third and all of `epochs`; fewer rungs where these are the same. */
export function rungEpochs(epochs: number): number[] {
  const budgets = Array.from({ length: RUNGS }, (_, rung) => Math.ceil(epochs / ETA ** (RUNGS - 1 - rung)));
  return [...new Set(budgets)];
}

/**
 * Successive halving (Jamieson & Talwalkar 2016) for two aims: every rung trains the candidates that are left for its epochs, and a third
 * of them goes on: those on or nearest to the front of size and validation loss, not merely the most accurate.
 *
 * Yields a rung and is told its validation losses, one for each of its candidates, null for a training that was lost.
 *
 * @param sizes parameters of each candidate
 * @returns by candidate, what it reached in the rungs it took part in
 */
export function* halve(
  sizes: readonly number[],
  epochs: number,
): Generator<Rung, RungLoss[][], readonly (number | null)[]> {
  const reached: RungLoss[][] = sizes.map(() => []);
  let candidates: readonly number[] = [...sizes.keys()];
  for (const budget of rungEpochs(epochs)) {
    const losses = yield { epochs: budget, candidates };
    const models = candidates.map((index, place) => {
      const validationLoss = losses[place] ?? null;
      reached[index]?.push({ epochs: budget, validationLoss });
      return { parameterCount: sizes[index] ?? 0, loss: validationLoss };
    });
    const kept = nearestToFront(models, Math.ceil(candidates.length / ETA));
    candidates = kept.flatMap((place) => candidates[place] ?? []);
  }
  return reached;
}
