import fc from 'fast-check';
import { canonicalJson } from './canonical-json';

it('is JSON of the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
    { seed: 1 },
  );
});

it('does not depend on the order in which keys were set, at any depth', () => {
  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, item]) => [key, reversed(item)]),
    );
  };
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
    }),
    { seed: 2 },
  );
});

it('has these bytes', () => {
  const value = { b: [1, 0.1, 1e21, -0], a: { d: 'ü"', c: null }, gone: undefined, B: true };
  expect(canonicalJson(value)).toBe(
    [
      '{',
      '  "B": true,',
      '  "a": {',
      '    "c": null,',
      '    "d": "ü\\""',
      '  },',
      '  "b": [',
      '    1,',
      '    0.1,',
      '    1e+21,',
      '    0',
      '  ]',
      '}',
      '',
    ].join('\n'),
  );
});

it.each([[NaN], [Infinity], [new Float32Array(2)], [new Date(0)], [new Map()]])(
  'refuses %p, which JSON would change silently',
  (value) => {
    expect(() => canonicalJson({ deep: [value] })).toThrow(TypeError);
  },
);
