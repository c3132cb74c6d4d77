import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { openEvaluation, Result } from '@tsdistill/contracts';
import { temporaryFolder } from '@tsdistill/testing';

/** @file The built commands that compare and clean, in a folder with one evaluated experiment: the golden artifact. */

const BIN = resolve(__dirname, '../bin/tsdistill.js');
const GOLDEN = resolve(__dirname, '../../contracts/golden/evaluation@1');
const RESULT = 'data/results/golden.json';

const root = temporaryFolder();
const at = (name: string) => join(root, name);

function run(...given: string[]) {
  const { status, stdout, stderr } = spawnSync('node', [BIN, ...given], { cwd: root, encoding: 'utf8' });
  return { status, stdout, stderr };
}

function git(...given: string[]): void {
  execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@localhost', ...given], {
    cwd: root,
    stdio: 'pipe',
  });
}

function write(name: string, content: string): void {
  mkdirSync(dirname(at(name)), { recursive: true });
  writeFileSync(at(name), content);
}

const readResult = () => Result.parse(JSON.parse(readFileSync(at(RESULT), 'utf8')));

beforeAll(() => {
  for (const name of ['golden', 'other'])
    write(
      `data/configs/experiments/${name}/experiment.json`,
      JSON.stringify({ student: 's', teachers: ['t'], distillation: { alpha: 0.5 }, tags: [name] }),
    );
  cpSync(GOLDEN, at('data/artifacts/golden/evaluate'), { recursive: true });
  git('init', '--quiet', '--initial-branch=main');
});

describe('table', () => {
  it('is one table of all experiments and models, with the latency that was measured', () => {
    const { summary } = openEvaluation(GOLDEN);
    const rows = JSON.parse(run('table', '--json').stdout) as { mse: number; role: string; latency: number | null }[];
    expect(rows.map(({ mse }) => mse)).toEqual(summary.models.map(({ mean }) => mean['mse']));
    expect(rows.find(({ role }) => role === 'student')?.latency).toBe(0.5);
  });

  it.each([
    [['--sort', 'mze'], 'Did you mean "mse"?'],
    [['--keep', 'role'], '--keep is COLUMN=VALUE, such as role=student, not "role"'],
    [['--keep', 'role=nobody'], 'Take out a `--keep`'],
    [['--tag', 'other'], 'Evaluate an experiment first'],
    [['--csv', '--md'], '--csv and --md do not go together'],
  ])('%p is refused', (given, message) => {
    const { status, stderr } = run('table', ...given);
    expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('accept and diff', () => {
  it('keeps the numbers of the evaluation with their intervals, and where they come from', () => {
    const { status, stdout } = run('accept', 'golden');
    expect([status, stdout]).toEqual([0, `wrote ${RESULT}\n`]);
    const { summary, fingerprint, manifest } = openEvaluation(GOLDEN);
    const result = readResult();
    expect(result.fingerprints).toEqual({ evaluation: fingerprint, inputs: manifest.inputs });
    expect(result.againstTeacher).toEqual(summary.nonInferiority.relative);
    expect(result.models.map(({ name, mse }) => [name, mse.mean])).toEqual(
      summary.models.map(({ name, mean }) => [name, mean['mse']]),
    );
    expect(result.accepted).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  it('accepts all experiments or none', () => {
    const before = readFileSync(at(RESULT), 'utf8');
    const { status, stdout, stderr } = run('accept', 'golden', 'other');
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('RESULT_NOT_EVALUATED: The experiment "other" was not evaluated');
    expect(run('accept', 'goldn').stderr).toContain('Did you mean "golden"?');
    expect(readFileSync(at(RESULT), 'utf8')).toBe(before);
  });

  it('compares the run that lies here with what a commit had accepted', () => {
    git('add', 'data/results');
    git('commit', '--quiet', '--message', 'accepted');
    const apart = { value: 9, interval: { lower: 8, upper: 10 } };
    write(RESULT, JSON.stringify({ ...readResult(), retention: apart }));
    git('commit', '--quiet', '--all', '--message', 'other numbers');
    expect(run('diff', 'HEAD~1').stdout).toContain('Nothing changed.');
    const { stdout } = run('diff', 'main', '--md');
    expect(stdout).toContain('### golden');
    expect(stdout).toMatch(
      /\| retention \| 900\.0 % \(800\.0 … 1000\.0 %\) \| 93\.8 % \(.*\) \| −806\.3 % points \| beyond \|/,
    );
  });

  it('compares two experiments, of which one was only accepted', () => {
    write('data/results/other.json', JSON.stringify({ ...readResult(), experiment: 'other', horizon: 99 }));
    const { status, stdout } = run('diff', 'golden', 'other');
    expect(status).toBe(0);
    expect(stdout).toContain('golden → other');
    expect(stdout).toContain('not to be compared number by number: another horizon (2, 99)');
    expect(stdout).toContain('Not paired: they did not score the same windows.');
  });

  it('pairs two runs window by window only where their forecasts and their data set lie here', () => {
    write('data/results/other.json', JSON.stringify({ ...readResult(), experiment: 'other' }));
    expect(run('diff', 'golden', 'other').stdout).toContain(
      'Not paired: of other only what was accepted is here, not its forecasts.',
    );
    const [evaluation, dataset] = [at('data/artifacts/other/evaluate'), at('data/artifacts/dataset-any/ingest')];
    cpSync(GOLDEN, evaluation, { recursive: true });
    expect(run('diff', 'golden', 'other').stdout).toContain(
      'Not paired: the data set that they were scored on does not lie in data/artifacts.',
    );
    cpSync(join(GOLDEN, '../dataset@1'), dataset, { recursive: true });
    const { status, stdout } = run('diff', 'golden', 'other');
    expect([status, stdout]).toEqual([0, expect.stringContaining('Nothing changed.')]);
    expect(stdout).not.toContain('Not paired');
    for (const folder of [evaluation, dataset]) rmSync(folder, { recursive: true });
  });

  it.each([
    [['nowhere'], 'DIFF_REF_UNKNOWN: "nowhere" is no commit'],
    [['golden', 'othr'], 'Did you mean "other"?'],
    [['--md'], 'Not enough non-option arguments'],
  ])('%p is refused', (given, message) => {
    const { status, stderr } = run('diff', ...given);
    expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it('refuses a result of a later version', () => {
    write('data/results/other.json', JSON.stringify({ ...readResult(), version: 2 }));
    expect(run('diff', 'golden', 'other').stderr).toContain('ARTIFACT_INVALID: data/results/other.json');
  });
});

describe('clean', () => {
  beforeAll(() => {
    write('data/work/trials/a/log.jsonl', 'x'.repeat(1_500_000));
    write('.nx/cache/1/a', 'x'.repeat(250_000));
    write('data/raw/shop.csv', 'a,b\n');
  });

  it('says what it would free, and deletes nothing when nobody can be asked', () => {
    const { status, stdout, stderr } = run('clean', 'work', 'cache');
    expect(status).toBe(2);
    expect(stdout).toMatch(/^work +1\.5 MB +data\/work \(1 file\)/m);
    expect(stdout).toMatch(/^cache +0\.3 MB +\.nx \(1 file\)/m);
    expect(stderr).toContain('CLEAN_UNCONFIRMED: Nothing was deleted: 1.8 MB');
    expect(existsSync(at('data/work/trials/a/log.jsonl'))).toBe(true);
  });

  it('deletes one part', () => {
    expect(run('clean', 'work', '--yes').status).toBe(0);
    expect(existsSync(at('data/work'))).toBe(false);
    expect(existsSync(at('.nx'))).toBe(true);
  });

  it('never deletes configs, raw data and results', () => {
    expect(run('clean', '--yes').stdout).toContain('freed');
    expect(['data/artifacts', '.nx'].map((name) => existsSync(at(name)))).toEqual([false, false]);
    const kept = ['data/configs/experiments/golden/experiment.json', 'data/raw/shop.csv', RESULT];
    expect(kept.map((name) => existsSync(at(name)))).toEqual([true, true, true]);
  });

  it('refuses a part that it does not know', () => {
    const { status, stderr } = run('clean', 'raw');
    expect([status, stderr]).toEqual([2, expect.stringMatching(/CLI_USAGE: .*Choices: "artifacts", "work", "cache"/s)]);
  });
});
