import type { Dialect } from '../source/source-config';
import type { SourceFile } from '../source/source-files';
import type { FileProfile } from './profile-columns';
import { readTextStart } from './read-text';
import { sniffText } from './sniff-text';

/** Settings of `ingest.dialect` that are not as the default has them. */
export type DialectSettings = Partial<Dialect>;

/** What must be known before the cells are: encoding, delimiter, comments. */
export async function guessText(file: SourceFile, given: DialectSettings): Promise<DialectSettings> {
  if (file.format !== 'csv') return given;
  const { encoding, text } = await readTextStart(file);
  const { delimiter, comment } = sniffText(text);
  return {
    ...(encoding !== 'utf-8' && { encoding }),
    ...(delimiter !== ',' && { delimiter }),
    ...(comment !== undefined && { comment }),
    ...given,
  };
}

/** What the cells tell: marks of numbers, words for a missing value. */
export function withCells(
  text: DialectSettings,
  { style, columns }: FileProfile,
  given: DialectSettings,
): DialectSettings {
  const words = columns.flatMap(({ missingWords }) => missingWords.map(({ word }) => word));
  return {
    ...text,
    ...(style.decimal !== '.' && { decimal: style.decimal }),
    ...(style.thousands !== undefined && { thousands: style.thousands }),
    ...(words.length > 0 && { null: [...new Set(words)].sort() }),
    ...given,
  };
}
