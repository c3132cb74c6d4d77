import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createTestWorkspace, type TestWorkspace } from './test-workspace';
import { ALL_STAGES, CSV_FILE, FIRST_EXPERIMENT, STAGES_OF_TINY, STUDENTS, TINY_PIPELINE } from './tiny-pipeline';

/** @file What `status` and `why` say, held against what Nx then does; and `try`, which runs beside Nx. */

const FIRST_STUDENTS = ['first:student-distill-s0', 'first:student-distill-s1'];

interface Entry {
  readonly task: string;
  readonly kind: 'fresh' | 'stale' | 'never run';
  readonly next?: 'local hit' | 'remote hit' | 'run' | 'decide';
  readonly origin: string | null;
  readonly milliseconds: number | null;
}

let workspace: TestWorkspace;

beforeAll(() => {
  workspace = createTestWorkspace(TINY_PIPELINE);
});
afterAll(() => workspace.remove());

const tsdistill = (...given: readonly string[]) => workspace.tsdistill(given);

function status(): readonly Entry[] {
  const { stdout, stderr } = tsdistill('status', '--json');
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Entry[];
}

const tasksOf = (entries: readonly Entry[], fits: (entry: Entry) => boolean): string[] =>
  entries
    .filter(fits)
    .map(({ task }) => task)
    .sort();
const stale = (): string[] => tasksOf(status(), ({ kind }) => kind === 'stale');

function pipeline(): string[] {
  const run = workspace.run(['run', 'pipeline:all']);
  if (run.exitCode !== 0) throw new Error(run.output);
  return run.executed.filter((task) => task !== 'engine:provision');
}

function edit(file: string, from: string | RegExp, to: string): void {
  const text = readFileSync(join(workspace.root, file), 'utf8');
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`nothing to change in ${file}`);
  workspace.write(file, changed);
}

it('before the first run says of every stage that it has never run; after it that it is fresh and ran here', () => {
  expect(tasksOf(status(), ({ kind }) => kind === 'never run')).toEqual(ALL_STAGES);
  expect(tsdistill('status', '--check').status).toBe(0);
  expect(pipeline()).toEqual(ALL_STAGES);
  const after = status();
  expect(tasksOf(after, ({ kind, origin }) => kind === 'fresh' && origin === 'ran')).toEqual(ALL_STAGES);
  expect(after.every(({ milliseconds }) => milliseconds !== null && milliseconds > 0)).toBe(true);
});

it('says stale of exactly the stages that Nx runs after a setting changed, and why with the key, before and after', () => {
  edit(FIRST_EXPERIMENT, '0.5', '0.6');
  const expected = ['first:evaluate', ...FIRST_STUDENTS];
  expect(stale()).toEqual(expected);
  const check = tsdistill('status', '--check');
  expect([check.status, check.stderr]).toEqual([1, expect.stringContaining('3 stale')]);
  const why = tsdistill('why', 'first:evaluate').stdout;
  expect(why).toContain(`${FIRST_EXPERIMENT}: distillation.alpha was 0.5, is 0.6`);
  expect(why).not.toContain('student-alone');
  expect(pipeline()).toEqual(expected);
  expect(stale()).toEqual([]);
});

it('says that Nx puts back what it has of former settings', () => {
  edit(FIRST_EXPERIMENT, '0.6', '0.5');
  const before = status();
  expect(tasksOf(before, ({ next }) => next === 'local hit')).toEqual(FIRST_STUDENTS);
  expect(tasksOf(before, ({ next }) => next === 'decide')).toEqual(['first:evaluate']);
  expect(pipeline()).toEqual([]);
  const first = status().find(({ task }) => task === 'first:evaluate');
  expect(first).toMatchObject({ kind: 'fresh', origin: 'local cache' });
});

it('names raw data that changed, and all that stands on it as stale', () => {
  edit(CSV_FILE, /\d\n$/, '7777\n');
  expect(stale()).toEqual(STAGES_OF_TINY);
  expect(tsdistill('why', 'dataset-tiny:ingest').stdout).toContain(
    'the raw data that data/configs/datasets/tiny/dataset.json names changed',
  );
  expect(pipeline()).toEqual(STAGES_OF_TINY);
});

it('names code that changed; what reads its results runs only if they come out differently', () => {
  edit('packages/student-distill/src/index.ts', /$/, 'export const unused = 1;\n');
  expect(tsdistill('why', 'first:student-distill-s0').stdout).toContain('the sources of student-distill changed');
  workspace.run(['run', 'student-distill:build']);
  const before = status();
  expect(tasksOf(before, ({ next }) => next === 'run')).toEqual(STUDENTS);
  expect(tasksOf(before, ({ next }) => next === 'decide')).toEqual([
    'first:evaluate',
    'second:evaluate',
    'third:evaluate',
  ]);
  expect(tsdistill('why', 'first:student-distill-s0').stdout).toContain('the code of student-distill changed');
  expect(pipeline()).toEqual(STUDENTS);
  expect(stale()).toEqual([]);
});

it('is not stale for code of the command line, which no stage reads', () => {
  edit('packages/pipeline/src/index.ts', /$/, 'export const unused = 1;\n');
  expect(stale()).toEqual([]);
});

it('says what was deleted, and that Nx puts it back', () => {
  rmSync(join(workspace.root, 'data/artifacts/third/evaluate'), { recursive: true });
  expect(stale()).toEqual(['third:evaluate']);
  expect(tsdistill('why', 'third:evaluate').stdout).toContain('data/artifacts/third/evaluate was deleted');
  expect(pipeline()).toEqual([]);
});

describe('try', () => {
  const trial = (...given: string[]) => tsdistill('try', 'first', 'student-distill.alpha=.9', ...given);

  it('gives what an experiment of these settings gives, and leaves configs and artifacts as they are', () => {
    const { status: code, stdout, stderr } = trial('--verbose');
    expect([code, stderr]).toEqual([0, expect.stringContaining('student-distill finished')]);
    expect(stderr).toContain('Successfully ran target evaluate');
    // `second` is `first` with alpha 0.9.
    const mse = (text: string) => /student's MSE +(\d\S+) +(\d\S+)/.exec(text)?.slice(1);
    const [before, now] = mse(stdout) ?? [];
    const diff = tsdistill('diff', 'first', 'second').stdout;
    expect(mse(diff)).toEqual([before, now]);
    for (const text of [stdout, diff]) expect(text).toMatch(/student's MSE .*% \(.+ … .+\).*\n/);
    expect(now).not.toBe(before);
    expect(stale()).toEqual([]);
    expect(readFileSync(join(workspace.root, FIRST_EXPERIMENT), 'utf8')).toContain('0.5');
  });

  it('runs nothing twice, and makes an experiment of it when asked to', () => {
    const { stdout, stderr } = trial('--keep', 'kept', '--verbose');
    expect(stderr).toContain('evaluate cached');
    expect(stderr).not.toContain('finished');
    expect(stdout).toContain('Next: npx nx run kept:evaluate');
    const file = join(workspace.root, 'data/configs/experiments/kept/experiment.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ student: 'tiny', distillation: { alpha: 0.9 } });
    const again = trial('--keep', 'kept');
    expect([again.status, again.stderr]).toEqual([2, expect.stringContaining('INIT_OCCUPIED')]);
    rmSync(dirname(file), { recursive: true });
  });

  it('prints its table and what changed, and nothing else', () => {
    const { stdout, stderr } = trial();
    expect(stderr).toBe('');
    const [table = '', changed = '', ...rest] = stdout.split(/\n(?=first, distillation\.alpha=0\.9: )/);
    expect(table).toMatch(/^first: .*\n\n75 test windows/);
    expect(changed).toContain('paired over 75 windows');
    expect(rest).toEqual([]);
  });

  it('says what Nx said when the experiment itself cannot be evaluated', () => {
    const [file, broken] = ['data/raw/other.csv', '\n2024-01-01 00:00:00,none,'];
    const csv = readFileSync(join(workspace.root, file), 'utf8');
    edit(file, /\n.*,/, broken);
    const { status: code, stdout, stderr } = tsdistill('try', 'third', 'distillation.alpha=0.9');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/"none"[^]*TRY_BASE_FAILED: `nx run third:evaluate` ended with exit code/);
    workspace.write(file, csv);
  });

  it.each([
    [['first', 'distillation.alpha=0.5'], 'TRY_NOTHING_CHANGED: first has distillation.alpha=0.5 already'],
    [
      ['first', 'distillation.alpha=2'],
      'CONFIG_INVALID: data/configs/experiments/first/experiment.json: "distillation.alpha"',
    ],
    [['first', 'distillation.scales=8'], 'SCALES_TOO_MANY'],
    [['first', 'distillation.alfa=2'], 'Did you mean "distillation.alpha"?'],
    [['frist', 'distillation.alpha=1'], 'Did you mean "first"?'],
    [['first', 'distillation.alpha=1', '--keep', 'second'], 'INIT_OCCUPIED'],
  ])('%p is refused before anything runs', (given, message) => {
    const { status: code, stdout, stderr } = tsdistill('try', ...given);
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(message)]);
  });
});

it('refuses a task that is not there with the nearest name', () => {
  const { status: code, stderr } = tsdistill('why', 'first:evaluat');
  expect([code, stderr]).toEqual([2, expect.stringContaining('Did you mean "first:evaluate"?')]);
});

it('passes on what is wrong with a config', () => {
  edit(FIRST_EXPERIMENT, '"teachers"', '"teacher"');
  const { status: code, stderr } = tsdistill('status');
  expect([code, stderr]).toEqual([2, expect.stringMatching(/GRAPH_FAILED: .*\n.*CONFIG_UNKNOWN_KEY/)]);
  workspace.revert();
});
