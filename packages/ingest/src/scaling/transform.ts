import type { Transform } from '@tsdistill/contracts';

/** What a transform does, and the values it exists for. */
const TRANSFORMS: Readonly<
  Record<Transform, { of(value: number): number; has(value: number): boolean; domain: string }>
> = {
  none: { of: (value) => value, has: () => true, domain: 'all numbers' },
  log1p: { of: Math.log1p, has: (value) => value > -1, domain: 'values above -1' },
  sqrt: { of: Math.sqrt, has: (value) => value >= 0, domain: 'values from 0 on' },
};

export function applyTransform(name: Transform, value: number): number {
  return TRANSFORMS[name].of(value);
}

/** Whether a transform exists for a value; missing ones (NaN) are no one's fault. */
export function isInDomain(name: Transform, value: number): boolean {
  return Number.isNaN(value) || TRANSFORMS[name].has(value);
}

/** For messages: `values above -1`. */
export function domainOf(name: Transform): string {
  return TRANSFORMS[name].domain;
}
