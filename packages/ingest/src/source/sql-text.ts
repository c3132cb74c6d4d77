/** A text as a literal of SQL. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name of a column as SQL has it. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A path as SQL text for this file alone: `[`, `*` and `?` would make it a pattern for other files. */
export function quotePath(path: string): string {
  return quoteText(path.replace(/[[*?]/g, '[$&]'));
}
