import { encodeStatic } from './encode-static';

it('keeps numbers and makes one channel a value of text, in the order of the config and of the values', () => {
  const rows = [
    ['b', '1.5', '7'],
    ['a', '-2', 'x'],
    ['b', '0', ''],
  ];
  const { names, values } = encodeStatic(['kind', 'size', 'code'], rows);
  expect(names).toEqual(['kind=a', 'kind=b', 'size', 'code=', 'code=7', 'code=x']);
  expect([...values]).toEqual([0, 1, 1.5, 0, 1, 0, 1, 0, -2, 0, 0, 1, 0, 1, 0, 1, 0, 0]);
});

it('makes nothing of nothing', () => {
  expect(encodeStatic([], [[], []])).toEqual({ names: [], values: new Float32Array(0) });
});
