import { tmpdir } from 'node:os';
import { readRowsOf, withDatabase } from './database';
import { quoteText } from './sql-text';
import { commonPattern, hasDoubtful, timeOfText, unlessUsual } from './time-sql';

/** What a digit is replaced by: other digits, signs, spaces, words of ISO 8601, and a letter of two bytes. */
const CHARACTERS = [...'0123456789 \tZzTtBCU+-.:/,eé'];

/** A text with each two of its digits replaced by each two characters. */
function misspellings(text: string): readonly string[] {
  const digits = [...text].flatMap((character, at) => (/\d/.test(character) ? [at] : []));
  const replaced = (from: string, at: number) => CHARACTERS.map((one) => from.slice(0, at) + one + from.slice(at + 1));
  return digits.flatMap((first) =>
    replaced(text, first).flatMap((once) => digits.filter((at) => at > first).flatMap((at) => replaced(once, at))),
  );
}

it.each(['2024-01-01 00:00:00', '2023-11-23T13:59:58', '2024-10-20 23:45', '2024-10-20T03:05', '2024-01-12'])(
  'reads by the pattern of %s no text otherwise than by itself',
  async (text) => {
    const reading = { timeFormat: undefined, offsets: false };
    const texts = [...misspellings(text), 'epoch', 'infinity', ` ${text}`, `${text}Z`, `${text}+02`, text.slice(2)];
    const read = await withDatabase(tmpdir(), async (connection) => {
      await connection.run(`CREATE TABLE input AS SELECT unnest([${texts.map(quoteText).join(', ')}]) AS c`);
      const byItself = timeOfText('c', reading);
      const byPattern = timeOfText('c', { ...reading, pattern: commonPattern(text) ?? '' });
      const columns = [byPattern, byItself, unlessUsual('c', byItself)];
      return readRowsOf(connection, `SELECT c, ${columns.join(', ')} FROM input`);
    });
    const sure = read.filter(([, byPattern]) => !hasDoubtful(Float64Array.of(byPattern as number)));
    expect(sure.filter(([, byPattern, byItself]) => byPattern !== byItself)).toEqual([]);
    expect(read.filter(([, , byItself, quickly]) => !Object.is(byItself, quickly))).toEqual([]);
    // Not by finding all of them doubtful.
    expect(sure.length).toBeGreaterThan(500);
    const wellSpelled = read.filter(([one]) => commonPattern(one as string) === commonPattern(text));
    expect(wellSpelled.filter(([, byPattern, byItself]) => !Object.is(byPattern, byItself))).toEqual([]);
  },
);
