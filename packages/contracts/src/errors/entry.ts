/** One entry of the error catalogue: what happened, with numbers, and what to do about it. */
export interface ErrorEntry<Context> {
  readonly message: (context: Context) => string;
  readonly hint: (context: Context) => string;
}

/** Declares an entry; the context type says which numbers a thrower must bring. */
export function entry<Context>(
  message: (context: Context) => string,
  hint: (context: Context) => string,
): ErrorEntry<Context> {
  return { message, hint };
}

/** Lists at most `limit` names, so that a message stays readable with 862 channels. */
export function listNames(names: readonly string[], limit = 8): string {
  const shown = names.slice(0, limit).join(', ');
  return names.length > limit ? `${shown}, … (${names.length} in all)` : shown;
}

/** `1 row`, `1200 rows`: without marks between thousands, as files have them. */
export const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
