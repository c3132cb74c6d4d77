import { parseNamedFolder, parseSettings } from './options';

it.each([
  ['linear=data/artifacts/x', { name: 'linear', folder: 'data/artifacts/x' }],
  ['smoothed-labels=a=b', { name: 'smoothed-labels', folder: 'a=b' }],
])('"%s" is a name and a folder', (text, expected) => {
  expect(parseNamedFolder(text)).toEqual(expected);
});

it.each(['data/artifacts/x', '=data', 'linear=', ''])('"%s" is refused as a misuse of the command line', (text) => {
  expect(() => parseNamedFolder(text)).toThrow(new RangeError(`--placebo and --rival are NAME=FOLDER, not "${text}"`));
});

it('settings are JSON where they can be, else text; a dot leads inside', () => {
  const given = [
    'season=7',
    'duplicates=mean',
    'dialect.decimal=,',
    'dialect.null=["NA","-"]',
    'timeFormat=%d/%m/%Y %H:%M',
  ];
  expect(parseSettings(given)).toEqual({
    season: 7,
    duplicates: 'mean',
    dialect: { decimal: ',', null: ['NA', '-'] },
    timeFormat: '%d/%m/%Y %H:%M',
  });
  expect(() => parseSettings(['=3'])).toThrow('--set is KEY=VALUE, such as duplicates=mean, not "=3"');
});
