import leven from 'leven';

/** The known name with the fewest edits from `name`; `undefined` when nothing is known. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  return [...known].sort((left, right) => leven(name, left) - leven(name, right))[0];
}

/** Known names for a message. */
export function listKnown(known: readonly string[]): string {
  return known.length > 0 ? known.join(', ') : 'none';
}
