/** @file How numbers are written for people: the same in a table, a sentence, a page. */

/** 0.0213 → "2.1 %", -0.00004 → "−0.004 %": as many digits (at most 4) as it takes not to show as 0 what is not; what four show as 0 too has one. */
export function formatPercent(fraction: number): string {
  const size = 100 * Math.abs(fraction);
  const digits = [1, 2, 3, 4].find((count) => Number(size.toFixed(count)) > 0) ?? 1;
  return `${fraction < 0 ? '−' : ''}${size.toFixed(digits)} %`;
}

/** The same with its sign always shown. */
export const formatSigned = (fraction: number): string => (fraction > 0 ? '+' : '') + formatPercent(fraction);

/** "−1.2 % … +0.4 %". */
export function formatInterval({ lower, upper }: { readonly lower: number; readonly upper: number }): string {
  return `${formatSigned(lower)} … ${formatSigned(upper)}`;
}

/** -0.013 → "1.3 % below", 0.02 → "2.0 % above", 0 → "equal to". */
export function positionText(fraction: number): string {
  if (fraction === 0) return 'equal to';
  return `${formatPercent(Math.abs(fraction))} ${fraction < 0 ? 'below' : 'above'}`;
}

/** 0.95 → "95 % interval". */
export const levelText = (level: number): string => `${Number((100 * level).toFixed(1))} % interval`;

/** Thousands in groups: 1134000 → "1,134,000". */
export const formatCount = (count: number): string => count.toLocaleString('en-US');

/** "1 seed", "3 seeds". */
export const plural = (count: number, noun: string): string => `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;

/** Three digits, or all before the point: 0.0312, 12.3, 1,134. */
export function formatSignificant(value: number): string {
  if (value >= 100) return formatCount(Math.round(value));
  return value.toLocaleString('en-US', { maximumSignificantDigits: 3, minimumSignificantDigits: 3 });
}

/** "2024-03-01T00:00:00.000Z" → "2024-03-01T00:00Z". */
export const formatInstant = (instant: string): string => instant.replace(/(T\d\d:\d\d):00(\.0+)?Z$/, '$1Z');
