import type { Channels, CovariateScaler } from '../schemas/common';

/** Roles of channels that are read and not forecast. */
export const COVARIATE_ROLES = ['past', 'known', 'static'] as const;
/** `past`, `known` or `static`. */
export type CovariateRole = (typeof COVARIATE_ROLES)[number];

/** Channels that a model reads beside its targets, by role, in its order. */
export type Covariates = Pick<Channels, CovariateRole>;

/** The part of a data set's scaler that speaks of the covariates a model reads, in its order; undefined where none does. */
export function pickCovariateScaler(
  scaler: CovariateScaler | undefined,
  channels: Covariates,
  chosen: Covariates,
): CovariateScaler | undefined {
  const entries = COVARIATE_ROLES.flatMap((role) => {
    const [scale, names] = [scaler?.[role], chosen[role]];
    if (!scale || names.length === 0) return [];
    const pick = (values: readonly number[]) => names.map((name) => values[channels[role].indexOf(name)] ?? NaN);
    return [[role, { shift: pick(scale.shift), scale: pick(scale.scale) }] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
