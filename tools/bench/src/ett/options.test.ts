import { parseOptions } from './options';
import { ROWS } from './rows';

it('runs everything where nothing is said', () => {
  expect(parseOptions([])).toEqual({ horizons: [96, 192, 336, 720], rows: Object.keys(ROWS) });
});

it('runs the horizons and rows asked for, in the order of the table', () => {
  const given = ['--horizons', '720,96', '--rows', 'mean,nlinear'];
  expect(parseOptions(given)).toEqual({ horizons: [96, 720], rows: ['nlinear', 'mean'] });
});

it('refuses others, and names those there are', () => {
  expect(() => parseOptions(['--horizons', '96,97'])).toThrow('--horizons: there is no "97", only 96, 192, 336, 720');
  expect(() => parseOptions(['--rows', 'mlps'])).toThrow(/there is no "mlps", only nlinear, cyclenet, .*best/);
});
