/** Rows whose key stands in an earlier row too. */
export interface Repeated {
  readonly count: number;
  /** The first row that repeats. */
  readonly row: number;
}

/** @param key columns of equal length that make up the key of a row */
export function findRepeated(key: readonly Int32Array[]): Repeated | undefined {
  const seen = new Set<string>();
  let found: Repeated | undefined;
  key[0]?.forEach((_, row) => {
    const text = key.map((column) => column[row]).join('/');
    if (seen.has(text)) found = { count: (found?.count ?? 0) + 1, row: found?.row ?? row };
    seen.add(text);
  });
  return found;
}
