import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestWorkspace, type NxRun, type TestWorkspace } from './test-workspace';
import { FIRST_EXPERIMENT, TINY_PIPELINE } from './tiny-pipeline';

/** The first experiment of the tiny pipeline, its alpha a list. */
const grid = (...alpha: readonly number[]) => ({
  ...(TINY_PIPELINE[FIRST_EXPERIMENT] as object),
  distillation: { alpha },
});
const EVALUATE = ['run', 'first:evaluate'];
const stagesOf = (...members: readonly string[]) =>
  members.flatMap((member) => [
    `first~${member}:student-distill-s0`,
    `first~${member}:student-distill-s1`,
    `first~${member}:validate`,
  ]);

let workspace: TestWorkspace;
let cold: NxRun;

beforeAll(() => {
  workspace = createTestWorkspace({ ...TINY_PIPELINE, [FIRST_EXPERIMENT]: grid(0.3, 0.7) });
  cold = workspace.run(EVALUATE);
});
afterAll(() => workspace.remove());

const read = (file: string): unknown => JSON.parse(readFileSync(join(workspace.root, 'data/artifacts', file), 'utf8'));
const executed = (args: readonly string[]): readonly string[] => {
  const run = workspace.run(args);
  if (run.exitCode !== 0) throw new Error(run.output);
  return run.executed;
};

it('runs every member, and tests the one that is best on validation', () => {
  expect(cold.exitCode).toBe(0);
  expect(cold.executed.filter((task) => task.startsWith('first'))).toEqual([
    'first:evaluate',
    ...stagesOf('alpha=0.3', 'alpha=0.7'),
  ]);
  const losses = ['alpha=0.3', 'alpha=0.7'].map((label) => {
    const { split, models } = read(`first~${label}/validate/summary.json`) as Summary;
    expect(split).toBe('validation');
    return { label, mse: models.find(({ role }) => role === 'student')!.mean.mse };
  });
  const [best, worse] = losses.sort((left, right) => left.mse - right.mse).map(({ label }) => label);
  expect((read('first/evaluate/summary.json') as Summary).split).toBe('test');
  const table = cold.output.split('first: 2 members, sorted by validation')[1]!;
  expect(table.indexOf(best!)).toBeLessThan(table.indexOf(worse!));
  expect(table).toContain(`Chosen on validation: ${best}; test was looked at for that member alone.`);
});

interface Summary {
  readonly split: string;
  readonly models: readonly { readonly role: string; readonly mean: { readonly mse: number } }[];
}

it('runs nothing when nothing changed', () => {
  expect(executed(EVALUATE)).toEqual([]);
});

it('trains the member of a value that is added, and no other', () => {
  workspace.write(FIRST_EXPERIMENT, grid(0.3, 0.5, 0.7));
  expect(executed(EVALUATE)).toEqual(['first:evaluate', ...stagesOf('alpha=0.5')]);
  workspace.write(FIRST_EXPERIMENT, grid(0.7, 0.3));
  expect(executed(EVALUATE)).toEqual(['first:evaluate']);
});

it('trains every member again when a setting beside the list changed', () => {
  const changed = grid(0.3, 0.7);
  workspace.write(FIRST_EXPERIMENT, { ...changed, distillation: { ...changed.distillation, scales: 2 } });
  expect(executed(['run', 'first:student-distill'])).toEqual(
    stagesOf('alpha=0.3', 'alpha=0.7').filter((task) => !task.endsWith('validate')),
  );
});

it('runs one member, and a stage of it, by its own name', () => {
  workspace.write(FIRST_EXPERIMENT, grid(0.3, 0.9));
  expect(executed(['run', 'first~alpha=0.9:student-distill-s1'])).toEqual(['first~alpha=0.9:student-distill-s1']);
});

it('is affected with all its members by an edit of its file', () => {
  workspace.revert();
  workspace.write(FIRST_EXPERIMENT, grid(0.3, 0.7, 0.8));
  const { output } = workspace.run([
    'show',
    'projects',
    '--affected',
    '--base=HEAD',
    '--with-target=evaluate',
    '--sep=,',
  ]);
  expect(output.trim().split(',').sort()).toEqual([
    'first',
    ...['0.3', '0.7', '0.8'].map((alpha) => `first~alpha=${alpha}`),
  ]);
});

it('lets the student of a member teach', () => {
  const chain = { dataset: 'tiny', experiment: 'first~alpha=0.3', seed: 1 };
  workspace.write('data/configs/teachers/chain/teacher.json', chain);
  expect(executed(['run', 'teacher-chain:soft-targets'])).toEqual(['teacher-chain:soft-targets']);
});

it('stops before any stage where a list is empty', () => {
  workspace.write(FIRST_EXPERIMENT, grid());
  const run = workspace.run(EVALUATE);
  expect(run.exitCode).toBe(1);
  expect(run.executed).toEqual([]);
  expect(run.output).toContain('"distillation.alpha": the list of a grid is empty');
});
