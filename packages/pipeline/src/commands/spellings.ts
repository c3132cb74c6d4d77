/**
 * `evaluate EXPERIMENT --since DATE` is the command `drift`: the stage `evaluate` scores the windows of a split and knows no date.
 *
 * @param words of the command line, as they were typed
 */
export function spellOut(words: readonly string[]): readonly string[] {
  const command = words.findIndex((word) => !word.startsWith('-'));
  const isDrift = words[command] === 'evaluate' && words.some((word) => /^--since(=|$)/.test(word));
  return isDrift ? words.map((word, place) => (place === command ? 'drift' : word)) : words;
}
