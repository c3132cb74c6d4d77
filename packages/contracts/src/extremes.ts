/** @file Of lists as long as a data set has series or windows: more than a call takes arguments. */

/** -Infinity where there is none. */
export function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), -Infinity);
}

/** Infinity where there is none. */
export function smallest(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Infinity);
}
