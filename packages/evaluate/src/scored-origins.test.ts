import { type Dataset, openDataset, openSoftTargets, PipelineError, type SoftTargets } from '@tsdistill/contracts';
import { panelOrigins, panelValue, temporaryFolder, writePanelDataset, writePanelTeacher } from '@tsdistill/testing';
import { selectScoredOrigins } from './scored-origins';

const all = panelOrigins('test');
const teachers: SoftTargets[] = [];
let dataset: Dataset;

beforeAll(async () => {
  const folder = temporaryFolder();
  await writePanelDataset(folder);
  dataset = openDataset(folder);
  for (const covered of [all.filter(([series]) => series > 0), all.filter(([, origin]) => origin % 2 === 0)]) {
    const path = temporaryFolder();
    await writePanelTeacher(path, {
      dataset: dataset.fingerprint,
      origins: covered,
      forecast: panelValue,
      unit: 'standardized',
    });
    teachers.push(openSoftTargets(path));
  }
});
afterAll(() => teachers.forEach((teacher) => teacher.close()));

const select = (given: readonly SoftTargets[], lookback: number, split: 'test' | 'validation' = 'test') => {
  const { keys, uncovered } = selectScoredOrigins(dataset, given, { split, lookback });
  return { uncovered, origins: Array.from(keys.series, (series, i) => [series, keys.origin[i]]) };
};

it('are all origins of the split where nobody covers less', () => {
  expect(select([], 1)).toEqual({ uncovered: 0, origins: all });
  expect(select([], 1, 'validation')).toEqual({ uncovered: 0, origins: panelOrigins('validation') });
});

it('are those that every teacher covers, and the others are counted', () => {
  const expected = all.filter(([series, origin]) => series > 0 && origin % 2 === 0);
  expect(select(teachers, 1)).toEqual({ uncovered: all.length - expected.length, origins: expected });
});

it('have the longest lookback before them; those without are not counted as uncovered', () => {
  const expected = all.filter(([, origin]) => origin >= 42);
  expect(expected.length).toBeLessThan(all.length);
  expect(select([], 42)).toEqual({ uncovered: 0, origins: expected });
});

it('are refused where none is that far in, with the rows of the split, lookback and horizon', () => {
  expect(select([], 67).origins).toEqual([[1, 67]]);
  expect(() => select([], 68)).toThrow('The test split (32 rows) has no window with lookback 68 and horizon 3.');
});

it('are refused where the teachers cover none together', () => {
  expect(() => select(teachers, 67)).toThrow(
    new PipelineError('SOFT_TARGETS_WITHOUT_SPLIT', { split: 'test', windowCount: 1 }),
  );
  const { length } = panelOrigins('validation');
  expect(() => select(teachers, 1, 'validation')).toThrow(`cover none of the ${length} validation windows`);
});
