import { parseNamedFolder } from './options';

it.each([
  ['linear=data/artifacts/x', { name: 'linear', folder: 'data/artifacts/x' }],
  ['smoothed-labels=a=b', { name: 'smoothed-labels', folder: 'a=b' }],
])('"%s" is a name and a folder', (text, expected) => {
  expect(parseNamedFolder(text)).toEqual(expected);
});

it.each(['data/artifacts/x', '=data', 'linear=', ''])('"%s" is refused as a misuse of the command line', (text) => {
  expect(() => parseNamedFolder(text)).toThrow(new RangeError(`--placebo and --rival are NAME=FOLDER, not "${text}"`));
});
