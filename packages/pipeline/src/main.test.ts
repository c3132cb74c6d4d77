import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { temporaryFolder } from '@tsdistill/testing';

const BIN = resolve(__dirname, '../bin/tsdistill.js');
const root = temporaryFolder();

/** The built command line, as a person runs it. */
function run(...given: string[]) {
  const { status, stdout, stderr } = spawnSync('node', [BIN, ...given], { cwd: root, encoding: 'utf8' });
  return { status, stdout, stderr };
}

function config(name: string, value: unknown): string {
  const file = join(root, name);
  mkdirSync(root, { recursive: true });
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
  return file;
}

it('without a command lists the commands', () => {
  const { status, stdout } = run();
  expect(status).toBe(0);
  for (const command of ['ingest', 'teacher-train', 'soft-targets', 'student-distill', 'evaluate', 'export', 'engine'])
    expect(stdout).toContain(`tsdistill ${command}`);
});

it.each([
  [['distil'], /CLI_USAGE: .*Unknown argument: distil/],
  [['sttatus'], /CLI_USAGE: .*there is no such command; the nearest is "status"\./],
  [['ingest', '--out', 'x'], /CLI_USAGE: .*Missing required argument: config/],
  [
    ['evaluate', '--config', 'a', '--dataset', 'b', '--out', 'c'],
    /Missing required arguments: soft-targets, student, twin/,
  ],
  [['evaluate', '--soft-targets', '--student', 'a'], /CLI_USAGE: .*Not enough arguments following: soft-targets/],
  [['ingest', '--config', 'none.json', '--out', 'x'], /CONFIG_MISSING: There is no config none.json/],
  [['report', 'shop'], /EXPERIMENT_UNKNOWN: There is no experiment "shop"; there is none\./],
  [['overview'], /NOTHING_EVALUATED: No experiment has an evaluation/],
  [['overview', '--tag', 'a'], /NOTHING_EVALUATED: No experiment with the tag "a" has an evaluation/],
])('%p is the user’s to mend: exit code 2 and a hint', (given, message) => {
  const { status, stderr } = run(...given);
  expect(status).toBe(2);
  expect(stderr).toMatch(message);
  expect(stderr.trim().split('\n')).toHaveLength(2);
});

it('names the file and the place of a comma that is missing', () => {
  const { status, stderr } = run(
    'ingest',
    '--config',
    config('bad.json', '{ "ingest": { "files" "x" } }'),
    '--out',
    'x',
  );
  expect(status).toBe(2);
  expect(stderr).toMatch(/CONFIG_SYNTAX: .*bad\.json is not JSON: .*position/);
});

it('names the key of a wrong setting before any work starts', () => {
  const file = config('teacher.json', {
    dataset: 'd',
    'teacher-train': { model: { architecture: 'lstn', lookback: 4 }, training: { epochs: 1, learningRate: 0.1 } },
  });
  const { status, stderr } = run('teacher-train', '--config', file, '--dataset', 'none', '--out', 'x');
  expect(status).toBe(2);
  expect(stderr).toMatch(/CONFIG_UNKNOWN_VALUE: .*"teacher-train\.model\.architecture" is "lstn"/);
  expect(stderr).toContain('lstm');
});

it.each([
  [['--seed', '0', '--experiment', 'c'], '--experiment goes together with --soft-targets or --placebo'],
  [['--seed', '0', '--soft-targets', 'c'], '--experiment goes together with --soft-targets or --placebo'],
  [['--seed', '0', '--placebo', 'smoothed-labels'], '--experiment goes together with --soft-targets or --placebo'],
  [
    ['--seed', '0', '--experiment', 'c', '--placebo', 'smoothed-labels', '--soft-targets', 'e'],
    '--placebo stands in place of --soft-targets',
  ],
  [['--seed', 'one'], '--seed is a whole number from 0 on, not "one"'],
  [['--seed', '-1'], '--seed is a whole number from 0 on, not "-1"'],
])('refuses a student with %p', (given, problem) => {
  const { status, stderr } = run('student-distill', '--config', 'a', '--dataset', 'b', '--out', 'd', ...given);
  expect(status).toBe(2);
  expect(stderr).toContain(`CLI_USAGE: The command line cannot be understood: ${problem}.`);
});

it('names a setting that does not exist where it stands', () => {
  const training = { epochs: 1, learningRate: 0.1 };
  const model = { architecture: 'lstm', lookback: 4, options: { unit: 8 } };
  const file = config('unknown.json', { dataset: 'd', 'teacher-train': { model, training } });
  const { stderr } = run('teacher-train', '--config', file, '--dataset', 'none', '--out', 'x');
  expect(stderr).toMatch(
    /CONFIG_UNKNOWN_KEY: .*"teacher-train\.model\.options\.unit"; there is units, .*\n.*Did you mean "units"/s,
  );
});

it('chooses no member of a grid by what it did on test', () => {
  const golden = resolve(__dirname, '../../contracts/golden/evaluation@1');
  const options = ['--config', '--member', '--dataset', '--soft-targets', '--student', '--twin', '--out'];
  const given = options.flatMap((option) => [option, 'x']);
  const { status, stderr } = run('evaluate-grid', '--validation', golden, ...given);
  expect(status).toBe(2);
  expect(stderr).toContain(
    `CLI_USAGE: The command line cannot be understood: --validation: ${golden} was scored on test.`,
  );
});
