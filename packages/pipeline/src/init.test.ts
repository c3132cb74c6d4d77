import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openDataset } from '@tsdistill/contracts';
import type { Inspection } from '@tsdistill/ingest';
import { temporaryFolder } from '@tsdistill/testing';
import { DatasetFile } from './config-files/dataset-file';
import { ExperimentFile } from './config-files/experiment-file';
import { StudentFile } from './config-files/student-file';
import { TeacherFile } from './config-files/teacher-file';
import { readConfig } from './read-config';

/** @file `inspect` and `init` of the built command line, as a person uses them. */

const BIN = resolve(__dirname, '../bin/tsdistill.js');
const root = temporaryFolder();
const at = (name: string) => join(root, name);

function run(...given: string[]) {
  const { status, stdout, stderr } = spawnSync('node', [BIN, ...given], { cwd: root, encoding: 'utf8' });
  return { status, stdout, stderr };
}

const day = (row: number) => new Date(Date.UTC(2024, 0, 1 + row)).toISOString().slice(0, 10);
function writeDays(name: string, change: (line: string, row: number) => string = (line) => line): void {
  const lines = Array.from({ length: 300 }, (_, row) => change(`${day(row)},${100 + (row % 7) ** 2}`, row));
  writeFileSync(at(name), ['date,visits', ...lines, ''].join('\n'));
}

writeDays('shop.csv');
writeDays('twice.csv', (line, row) => (row === 9 ? `${line}\n${day(9)},999` : line));

it('inspect prints what a file is, and the section that was tried on it', () => {
  const { status, stdout, stderr } = run('inspect', 'shop.csv', '--horizon', '7');
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout).toContain('shop.csv: csv, 4.5 kB, 300 rows\n');
  expect(stdout).toMatch(/step +P1D \(100 % of the steps\)/);
  expect(stdout).toMatch(/seasons +week = 7 steps, score 1\.00/);
  expect(stdout).toMatch(/visits +target: 300 values, 0 missing, 100 … 136/);
  const section = JSON.parse(stdout.slice(stdout.indexOf('{'))) as unknown;
  expect(section).toMatchObject({ files: 'shop.csv', timestamp: 'date', season: 7, horizon: 7 });
});

it('inspect says one row, one gap, one time', () => {
  writeDays('gap.csv', (line, row) => (row === 9 ? '' : row === 20 ? `${line}\n${line}` : line));
  const { stdout } = run('inspect', 'gap.csv');
  expect(stdout).toMatch(/gaps +1 \(1 row is missing\)/);
  expect(stdout).toContain('1 row is missing from 2024-01-10 00:00:00');
  expect(stdout).toMatch(/duplicates +1 \(0 times with other values\)/);
  expect(run('inspect', 'twice.csv').stdout).toMatch(/duplicates +1 \(1 time with other values\)/);
});

it('inspect shows the roles that were given, and knows the nearest setting', () => {
  const shown = run('inspect', 'shop.csv', '--set', 'known=["visits"]').stdout;
  expect(shown).toMatch(/visits +known: 300 values, 0 missing\n/);
  const { stderr } = run('inspect', 'shop.csv', '--set', 'timefmt=%d');
  expect(stderr).toMatch(
    /^CONFIG_UNKNOWN_KEY: --set: there is no setting "timefmt"; .*\n {2}Did you mean "timeFormat"\?/,
  );
});

it('inspect ends with 2 behind the problems that stand in the way, for a program as JSON', () => {
  const { status, stdout, stderr } = run('inspect', 'twice.csv', '--json');
  expect(status).toBe(2);
  const found = JSON.parse(stdout) as Inspection;
  expect(found.problems.map(({ code }) => code)).toEqual(['TIMESTAMP_DUPLICATE']);
  expect(found.isReady).toBe(false);
  expect(stderr).toMatch(
    /^INSPECT_PROBLEMS: twice\.csv: 1 problem stands in the way, listed above\.\n {2}.*`--set duplicates=mean`/,
  );
});

it('init writes four configs that their stages read, and ingest makes the data set of them', () => {
  const { status, stdout } = run('init', 'shop.csv', '--horizon', '7');
  expect(status).toBe(0);
  expect(stdout.trim().split('\n').slice(-6)).toEqual([
    'wrote data/configs/datasets/shop/dataset.json',
    'wrote data/configs/teachers/shop-big/teacher.json',
    'wrote data/configs/students/shop-small/student.json',
    'wrote data/configs/experiments/shop/experiment.json',
    '',
    'Next: npx nx run shop:evaluate',
  ]);
  const dataset = at('data/configs/datasets/shop/dataset.json');
  expect(readConfig(dataset, DatasetFile).ingest).toMatchObject({ horizon: 7, split: { kind: 'dates' } });
  expect(readConfig(at('data/configs/teachers/shop-big/teacher.json'), TeacherFile).dataset).toBe('shop');
  expect(readConfig(at('data/configs/students/shop-small/student.json'), StudentFile).dataset).toBe('shop');
  expect(readConfig(at('data/configs/experiments/shop/experiment.json'), ExperimentFile)).toMatchObject({
    student: 'shop-small',
    teachers: ['shop-big'],
  });
  expect(run('ingest', '--config', dataset, '--out', 'made').status).toBe(0);
  // 300 days: validation begins behind 210 of them, test behind 240; H = 7.
  expect(openDataset(at('made')).manifest.meta.originCounts).toEqual({
    train: 203,
    validation: 24,
    test: 54,
    future: 1,
  });
});

it('init overwrites nothing', () => {
  const file = at('data/configs/experiments/shop/experiment.json');
  const before = readFileSync(file, 'utf8');
  const { status, stderr } = run('init', 'shop.csv');
  expect(status).toBe(2);
  expect(stderr).toContain('INIT_OCCUPIED: data/configs/datasets/shop/dataset.json is there already');
  expect(readFileSync(file, 'utf8')).toBe(before);
});

it('init refuses a file with a problem, and takes the setting that mends it', () => {
  const refused = run('init', 'twice.csv');
  expect(refused.status).toBe(2);
  expect(refused.stderr).toContain('INSPECT_PROBLEMS: twice.csv: 1 problem stands in the way');
  expect(existsSync(at('data/configs/datasets/twice'))).toBe(false);
  expect(run('init', 'twice.csv', '--set', 'duplicates=mean').status).toBe(0);
  expect(readConfig(at('data/configs/datasets/twice/dataset.json'), DatasetFile).ingest.duplicates).toBe('mean');
});

it('init refuses the name of a package, before it looks at the file', () => {
  mkdirSync(at('packages/ingest'), { recursive: true });
  const { status, stderr } = run('init', 'shop.csv', '--name', 'ingest');
  expect(status).toBe(2);
  expect(stderr).toContain('INIT_NAME_TAKEN: An experiment "ingest" would have the name of packages/ingest.');
});

it.each([
  [['--set', 'horizonn=3'], /CONFIG_UNKNOWN_KEY: --set: there is no setting "horizonn".*\n  Did you mean "horizon"/],
  [['--set', 'duplicates'], /CLI_USAGE: .*--set is KEY=VALUE/],
  [['--horizon', '0'], /CLI_USAGE: .*--horizon is a whole number/],
])('%p is refused', (given, message) => {
  const { status, stderr } = run('inspect', 'shop.csv', ...given);
  expect(status).toBe(2);
  expect(stderr).toMatch(message);
});

it('init lets both models read what it found to be known, and what was set', () => {
  writeDays('ahead.csv', (line, row) => `${row < 286 ? line : line.replace(/,.*/, ',')},${row % 29 === 0 ? 1 : 0}`);
  writeFileSync(at('ahead.csv'), readFileSync(at('ahead.csv'), 'utf8').replace('date,visits', 'date,visits,holiday'));
  const { status, stdout } = run('init', 'ahead.csv', '--set', 'calendar=weekday');
  expect(status).toBe(0);
  expect(stdout).toContain('note: "holiday" is filled in 14 rows at the end, in which "visits" is empty');
  const reads = { past: [], known: ['holiday', 'weekday.sin', 'weekday.cos'], static: [] };
  const teacher = readConfig(at('data/configs/teachers/ahead-big/teacher.json'), TeacherFile);
  expect(teacher['teacher-train']?.model).toMatchObject({ architecture: 'lstm', ...reads });
  const { student } = readConfig(at('data/configs/students/ahead-small/student.json'), StudentFile);
  expect(student.model).toMatchObject({ architecture: 'mlp', ...reads });
});

it('leaves no folder of half-done work behind', () => {
  expect(existsSync(at('data/work'))).toBe(false);
});
