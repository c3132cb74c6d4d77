import { type Origins, PipelineError, type Split, SPLITS } from '@tsdistill/contracts';
import type { Borders, RowRange } from './split-rows';

/** What a data set's windows have in common. */
export interface WindowShape {
  readonly horizon: number;
  readonly stride: number;
}

const INDEXED = ['train', 'validation', 'test'] as const satisfies readonly Split[];

/**
 * Indexes the forecast origins (first target rows) whose targets [origin, origin + H) all lie in one split.
 *
 * How far a window looks back is the model's business: it may begin in the split before, so that validation and test
 * lose no targets (the ETT convention, Zhou et al. 2021, Informer). Only row 0, which has no past, is no origin.
 *
 * @returns origins of one series [N], split after split, each `stride` rows apart
 * @throws PipelineError SPLIT_TOO_SHORT when a split has no origin
 */
export function indexOrigins(borders: Borders, shape: WindowShape): Origins {
  const splits = INDEXED.map((split) => ({
    code: SPLITS.indexOf(split),
    origins: originsOf(split, borders[split], shape),
  }));
  const rows = splits.flatMap(({ origins }) => origins);
  return {
    series: new Int32Array(rows.length),
    origin: Int32Array.from(rows),
    split: Int8Array.from(splits.flatMap(({ code, origins }) => origins.map(() => code))),
  };
}

function originsOf(split: Split, [from, to]: RowRange, { horizon, stride }: WindowShape): readonly number[] {
  const first = Math.max(1, from);
  const count = Math.floor((to - horizon - first) / stride) + 1;
  if (count < 1) throw new PipelineError('SPLIT_TOO_SHORT', { split, rows: to - from, horizon });
  return Array.from({ length: count }, (_, index) => first + index * stride);
}
