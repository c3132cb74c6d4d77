import { shortNumbers } from './render-inspection';

it.each([
  // Their distance, 39, is a 31,656th of them: five digits show nothing of it.
  [1_234_567, 1_234_606, ['1234567', '1234606']],
  [1_234_567, 8_234_606, ['1234600', '8234600']],
  [-0.123456, 136, ['-0.12346', '136']],
  [998.5, 1037.5, ['998.5', '1037.5']],
  // 23.39 as float32 has it: more than seven digits would show what is not there.
  [Math.fround(23.39), Math.fround(23.391), ['23.39', '23.391']],
  [16_777_215, 16_777_216, ['16777215', '16777216']],
  [1_234_567, 1_234_567, ['1234600', '1234600']],
  [0, 0, ['0', '0']],
])('%p … %p is written %j', (min, max, shown) => {
  expect(shortNumbers([min, max])).toEqual(shown);
});
