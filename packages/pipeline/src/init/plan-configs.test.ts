import { nameOfFile, refuseName } from './plan-configs';

it.each([
  ['my.csv', 'my'],
  ['/some where/My Shop (2024).csv.gz', 'my-shop-2024'],
  ['data/raw/ETTh1.csv', 'etth1'],
  ['part-*.parquet', 'part'],
  ['a.b.csv', 'a.b'],
])('%s is called %s', (file, name) => {
  expect(nameOfFile(file)).toBe(name);
});

it.each(['', 'Shop', '-shop', 'a b', 'größe', '../x'])('CONFIG_NAME: %j', (name) => {
  expect(() => refuseName(name)).toThrow(`--name: "${name}" cannot be a name.`);
});

it.each(['dataset-shop', 'teacher-shop', 'student-shop'])(
  'INIT_NAME_TAKEN: %s is the project of another config',
  (name) => {
    const kind = name.split('-')[0]!;
    expect(() => refuseName(name)).toThrow(`An experiment "${name}" would have the name of a ${kind}.`);
  },
);
