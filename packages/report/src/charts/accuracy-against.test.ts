import { leftLabelled } from './accuracy-against';

const place = (role: 'student' | 'twin' | 'teacher', x: number, y: number) => ({ model: { role }, x, y });
const rolesOf = (places: readonly ReturnType<typeof place>[]) =>
  leftLabelled(places, 2).map(({ model: { role } }) => role);
const teacher = place('teacher', 100, 2);

it('names the left one of two near marks on its left', () => {
  expect(rolesOf([place('student', 10, 1), place('twin', 20, 1.05), teacher])).toEqual(['student']);
  expect(rolesOf([place('student', 20, 1), place('twin', 10, 1.05), teacher])).toEqual(['twin']);
});

it('names the student on its left where it lies upon another', () =>
  expect(rolesOf([place('student', 10, 1), place('twin', 10, 1), teacher])).toEqual(['student']));

it('names marks on their right that are apart, in height or in width', () => {
  expect(rolesOf([place('student', 10, 1), place('twin', 20, 1.1), teacher])).toEqual([]);
  expect(rolesOf([place('student', 10, 1), place('twin', 26, 1), teacher])).toEqual([]);
});
