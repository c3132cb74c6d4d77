import { rememberSoft } from './remember-soft';

const [COUNT, SIZE] = [3, 2];
const BYTES = COUNT * SIZE * 4;

/** Says [10 i, 10 i + 1] of window i, and nothing of window 1; notes what it is asked. */
function source() {
  const asked: number[] = [];
  const read = (index: number, out: Float32Array, offset: number) => {
    asked.push(index);
    if (index === 1) out.fill(0, offset, offset + SIZE);
    else out.set([10 * index, 10 * index + 1], offset);
    return index !== 1;
  };
  return { asked, read };
}

/** Two epochs in different orders: what is said of each window, in a batch of two with a place before it. */
function twoEpochs(read: ReturnType<typeof source>['read']) {
  return [0, 1, 2, 2, 0, 1].map((index) => {
    const batch = new Float32Array(2 * SIZE).fill(7);
    return [read(index, batch, SIZE), ...batch];
  });
}

const first = [true, 7, 7, 0, 1];
const second = [false, 7, 7, 0, 0];
const third = [true, 7, 7, 20, 21];

it.each([
  ['read once where they just fit', BYTES, [0, 1, 2]],
  ['read every time where they are a byte too many', BYTES - 1, [0, 1, 2, 2, 0, 1]],
])('says the same of a window every time, %s', (_, mostBytes, expected) => {
  const { asked, read } = source();
  const said = twoEpochs(rememberSoft(read, { count: COUNT, size: SIZE }, mostBytes));
  expect(said).toEqual([first, second, third, third, first, second]);
  expect(asked).toEqual(expected);
});
