import { watchUnderscores } from './watch-underscores';

const found = (pieces: readonly Buffer[], width: 1 | 2 = 1) => {
  const watch = watchUnderscores(width);
  for (const piece of pieces) watch.look(piece);
  return watch.found();
};

const encodings = [
  ['utf8', 1],
  ['utf16le', 2],
] as const;

it.each(encodings)('finds 1_0 wherever the pieces of a text are cut, in %s', (encoding, width) => {
  const bytes = Buffer.from('a,1_0\n', encoding);
  for (let first = 0; first <= bytes.length; first++)
    for (let second = first; second <= bytes.length; second++) {
      const pieces = [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)];
      expect(found(pieces, width)).toBe(true);
    }
});

it.each(['item_1', '1_a', '_1', '1_', '1__0', '1 _0', ''])('finds nothing in "%s"', (text) => {
  for (const [encoding, width] of encodings) expect(found([Buffer.from(text, encoding)], width)).toBe(false);
  expect(found([...text].map((letter) => Buffer.from(letter)))).toBe(false);
});
