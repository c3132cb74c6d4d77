import leven from 'leven';

/** The name nearest to `wanted`, upper and lower case alike, the first of equals; none when more than half of it would change. */
export function nearestName(wanted: string, names: readonly string[]): string | undefined {
  const distances = names.map((name) => leven(wanted.toLowerCase(), name.toLowerCase()));
  const least = Math.min(...distances);
  return least <= Math.max(1, wanted.length / 2) ? names[distances.indexOf(least)] : undefined;
}
