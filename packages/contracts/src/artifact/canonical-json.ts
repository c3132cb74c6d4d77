/**
 * JSON with sorted keys and two spaces, ending in a newline: the same value always gives the same bytes.
 *
 * Numbers print as JavaScript prints them (shortest form that reads back equal); keys that look like array indices
 * come first, in numeric order.
 *
 * @throws TypeError for what JSON would change silently: NaN, infinities, typed arrays, dates and other objects
 */
export function canonicalJson(value: unknown): string {
  return `${JSON.stringify(sortKeys(value), null, 2)}\n`;
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`${value} is no JSON`);
  if (value === null || typeof value !== 'object') return value;
  const kind = Object.prototype.toString.call(value);
  if (kind !== '[object Object]') throw new TypeError(`${kind} is no JSON`);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, sortKeys(item)]));
}
