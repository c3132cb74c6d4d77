import type { Origins } from '@tsdistill/contracts';

/** Origins of all series, one series after the other; each comes with the number 0 for its series. */
export function joinOrigins(parts: readonly Origins[]): Origins {
  const length = parts.reduce((sum, { origin }) => sum + origin.length, 0);
  const joined = { series: new Int32Array(length), origin: new Int32Array(length), split: new Int8Array(length) };
  let at = 0;
  parts.forEach(({ origin, split }, series) => {
    joined.series.fill(series, at, at + origin.length);
    joined.origin.set(origin, at);
    joined.split.set(split, at);
    at += origin.length;
  });
  return joined;
}
