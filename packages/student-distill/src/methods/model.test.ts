import { ModelSettings } from './model';

it('takes all weights, one by one, unless told otherwise', () => {
  expect(ModelSettings.parse({})).toEqual({ every: 1, largest: false });
});

it.each(['0', '0,3', '11,2,2'])('takes the layers %s', (layers) => {
  expect(ModelSettings.parse({ layers })).toMatchObject({ layers, every: 1 });
});

it.each(['', '0, 3', '0-3', '1.5', '-1', ',1'])('refuses "%s" as layers, with how they are written', (layers) => {
  expect(ModelSettings.safeParse({ layers }).error?.issues).toMatchObject([
    { path: ['layers'], message: 'write the layers of the teacher as "0,3", counted from 0' },
  ]);
});

it('takes layers or every n-th, not both', () => {
  const [issue] = ModelSettings.safeParse({ layers: '0,2', every: 2 }).error?.issues ?? [];
  expect(issue?.message).toBe('give either "every" or "layers"');
});
