import type { EvaluationSummary } from '@tsdistill/contracts';
import type { Role } from './model-group';

type ModelSummary = EvaluationSummary['models'][number];

/** A level or a central interval: what was promised, and the share of truths that came; of several seeds the mean. */
export interface Share {
  readonly promised: number;
  readonly measured: number;
}

/** What the quantiles of one model hold. */
export interface QuantileCalibration {
  readonly role: Role;
  readonly name: string;
  readonly seedCount: number;
  /** Mean over levels, standardized. */
  readonly pinball: number | null;
  /** Truths at or below the quantile of each level, the lowest first. */
  readonly below: readonly Share[];
  /** Truths between two quantiles that leave the same tail, the narrowest first. */
  readonly between: readonly Share[];
}

/** @returns one for each model with quantiles, in the order of the summary */
export function quantileCalibrations({ models }: Pick<EvaluationSummary, 'models'>): readonly QuantileCalibration[] {
  return models
    .map(({ role, name, runs, mean }) => ({
      ...{ role, name, seedCount: runs.length, pinball: mean['pinball'] ?? null },
      ...{ below: sharesOf('below', mean), between: sharesOf('coverage', mean) },
    }))
    .filter(({ below }) => below.length > 0);
}

/** What is promised in one of these lists or another, the least first. */
export function levelsOf(lists: readonly (readonly Share[])[]): readonly number[] {
  const levels = new Set(lists.flatMap((shares) => shares.map(({ promised }) => promised)));
  return [...levels].sort((a, b) => a - b);
}

/** Metrics called `below0.1` or `coverage0.8`. */
export function sharesOf(prefix: 'below' | 'coverage', mean: ModelSummary['mean']): readonly Share[] {
  const named = Object.entries(mean).filter(([name]) => name.startsWith(prefix));
  const shares = named.map(([name, measured]) => ({ promised: Number(name.slice(prefix.length)), measured }));
  return shares
    .flatMap(({ promised, measured }) => (measured === null ? [] : [{ promised, measured }]))
    .sort((a, b) => a.promised - b.promised);
}
