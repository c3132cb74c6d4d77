import type { Slice } from '../findings/slices';
import { worstSlices } from './errors-section';

const slice = (value: string, student: number, count = 1000): Slice => ({
  ...{ dimension: 'channel', value, count, student, twin: 1, teacher: 1 },
});

it('ranks slices by how far the student is above its teacher, and none of fewer than 200 values', () => {
  const slices = [
    slice('a', 1.1),
    slice('few', 9, 199),
    slice('b', 1.5),
    slice('enough', 1.2, 200),
    slice('better', 0.5),
  ];
  expect(worstSlices(slices).map(({ value }) => value)).toEqual(['b', 'enough', 'a', 'better']);
});
