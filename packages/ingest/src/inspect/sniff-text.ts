import { parseFields, SEPARATOR } from '../source/text-records';

/** How a text seems to be written; what is absent is as the default dialect has it. */
export interface TextGuess {
  readonly delimiter: string;
  readonly comment?: string;
}

const DELIMITERS = [',', ';', '\t', '|'] as const;
const QUOTE = '"';
/** Lines that are looked at. */
const LINE_LIMIT = 200;

/**
 * The delimiter that cuts the lines into the same number of fields as the header, the more the better, and the sign of comment
 * lines before it.
 *
 * @param text the start of a file, whose last line may be cut
 */
export function sniffText(text: string): TextGuess {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/, LINE_LIMIT + 1);
  const whole = (lines.length > 2 ? lines.slice(0, -1) : lines).filter(
    (line) => line.trim() !== '' && !SEPARATOR.test(line),
  );
  const comment = /^\s*([#%])/.exec(whole[0] ?? '')?.[1];
  const rows = comment === undefined ? whole : whole.filter((line) => !line.trimStart().startsWith(comment));
  const [best = ','] = [...DELIMITERS].sort((a, b) => scoreOf(rows, b) - scoreOf(rows, a));
  return comment === undefined ? { delimiter: best } : { delimiter: best, comment };
}

/** Share of the lines that have as many fields as the header, plus a little for more fields; 0 for one field. */
function scoreOf(rows: readonly string[], delimiter: string): number {
  const counts = rows.map((row) => parseFields(row, { delimiter, quote: QUOTE }).length);
  const [header = 0] = counts;
  if (header < 2) return 0;
  const alike = counts.filter((count) => count === header).length / counts.length;
  return alike + 0.1 * (1 - 1 / header);
}
