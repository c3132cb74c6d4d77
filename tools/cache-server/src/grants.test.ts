import { parseGrants } from './grants';

it('reads grants with and without a scope to write', () => {
  const grants = [
    { token: 'a', read: ['pr-7', 'main'], write: 'pr-7' },
    { token: 'b', read: ['main'] },
  ];
  expect(parseGrants(grants)).toEqual(grants);
});

it.each([
  [[], 'at least one grant'],
  [[{ token: '', read: [] }], 'grants[0].token'],
  [[{ token: 'a', read: 'main' }], 'grants[0].read'],
  [[{ token: 'a', read: ['../main'] }], 'grants[0].read'],
  [[{ token: 'a', read: ['main'], write: '.' }], 'grants[0].write'],
  [[{ token: 'a', read: ['main'], wirte: 'main' }], 'unknown key "wirte"'],
])('refuses %j', (grants, message) => {
  expect(() => parseGrants(grants)).toThrow(message);
});
