import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestWorkspace, type NxRun, type TestWorkspace } from './test-workspace';
import {
  ALL_STAGES,
  CSV_FILE,
  FIRST_EXPERIMENT,
  INGESTS,
  STAGES_OF_TINY,
  STUDENTS,
  TENSOR_STAGES,
  TINY_DATASET,
  TINY_PIPELINE,
} from './tiny-pipeline';

const PIPELINE = ['run', 'pipeline:all'];
const FIRST_STUDENTS = ['first:student-distill-s0', 'first:student-distill-s1'];

let workspace: TestWorkspace;
let cold: NxRun;
const csvFile = (): string => join(workspace.root, CSV_FILE);

beforeAll(() => {
  workspace = createTestWorkspace(TINY_PIPELINE);
  cold = workspace.run(PIPELINE);
});
afterAll(() => workspace.remove());
/** Each test starts from the same files; what it ran is in the cache by then. */
afterEach(() => {
  workspace.revert();
  workspace.write(CSV_FILE, TINY_PIPELINE[CSV_FILE]);
});

function pipeline(env?: NodeJS.ProcessEnv): readonly string[] {
  const run = workspace.run(PIPELINE, env);
  if (run.exitCode !== 0) throw new Error(run.output);
  return run.executed;
}

function edit(file: string, change: (text: string) => string): void {
  const text = readFileSync(join(workspace.root, file), 'utf8');
  const changed = change(text);
  if (changed === text) throw new Error(`nothing to change in ${file}`);
  writeFileSync(join(workspace.root, file), changed);
}

/** sha256 of every file below a folder of the workspace. */
function hashes(folder: string): Record<string, string> {
  const entries = readdirSync(join(workspace.root, folder), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(files.map((file) => [file, createHash('sha256').update(readFileSync(file)).digest('hex')]));
}

it('runs every stage once on a cold start, with teachers and twins shared by their experiments', () => {
  expect(cold.exitCode).toBe(0);
  expect(cold.executed.filter((task) => task !== 'engine:provision')).toEqual(ALL_STAGES);
});

it('runs nothing when nothing changed', () => {
  expect(pipeline()).toEqual([]);
});

it('runs the seeds and the evaluation of the one experiment whose alpha changed', () => {
  edit(FIRST_EXPERIMENT, (text) => text.replace('0.5', '0.6'));
  expect(pipeline()).toEqual(['first:evaluate', ...FIRST_STUDENTS]);
});

it('runs the evaluation only when a setting of it changed', () => {
  edit(FIRST_EXPERIMENT, (text) => text.replace('100', '110'));
  expect(pipeline()).toEqual(['first:evaluate']);
});

it('runs nothing after a change of the layout of a config', () => {
  edit(FIRST_EXPERIMENT, (text) => JSON.stringify(JSON.parse(text)));
  expect(pipeline()).toEqual([]);
});

it('runs nothing after a comment in the code of a stage', () => {
  edit('packages/student-distill/src/index.ts', (text) => `${text}// A comment.\n`);
  expect(pipeline()).toEqual([]);
});

it('runs the students, and no teacher, when their code changed; equal bytes go no further', () => {
  edit('packages/student-distill/src/index.ts', (text) => `${text}export const unused = 1;\n`);
  expect(pipeline()).toEqual(STUDENTS);
});

it('runs nothing when the command line changed', () => {
  edit('packages/pipeline/src/index.ts', (text) => `${text}export const unused = 1;\n`);
  expect(pipeline()).toEqual([]);
});

describe.each([
  ['git-ignored', () => csvFile(), '7777'],
  ['outside of the workspace', () => join(mkdtempSync(join(tmpdir(), 'tsdistill-csv-')), 'outside.csv'), '8888'],
])('a CSV that is %s', (_place, choose, digits) => {
  let file: string;
  beforeAll(() => {
    file = choose();
  });
  beforeEach(() => {
    if (file === csvFile()) return;
    copyFileSync(csvFile(), file);
    edit(TINY_DATASET, (text) => text.replace(CSV_FILE, file));
    pipeline();
  });
  afterAll(() => {
    if (file !== csvFile()) rmSync(file);
  });

  it('runs nothing when touched', () => {
    utimesSync(file, new Date(), new Date());
    expect(pipeline()).toEqual([]);
  });

  it('runs all that stands on it when a value changed', () => {
    writeFileSync(file, readFileSync(file, 'utf8').replace(/\d\n$/, `${digits}\n`));
    expect(pipeline()).toEqual(STAGES_OF_TINY);
  });

  it('runs ingest only when its text changed and no value did', () => {
    writeFileSync(file, readFileSync(file, 'utf8').replace(/\n$/, '00\n'));
    expect(pipeline()).toEqual(['dataset-tiny:ingest']);
  });

  it('stops the run with its name when it is missing', () => {
    rmSync(file);
    const run = workspace.run(PIPELINE);
    expect(run.exitCode).not.toBe(0);
    expect(run.output).toContain('CSV_MISSING');
    writeFileSync(file, String(TINY_PIPELINE[CSV_FILE]));
  });
});

it('restores deleted artifacts, byte for byte, and runs nothing', () => {
  pipeline();
  const before = hashes('data/artifacts');
  rmSync(join(workspace.root, 'data/artifacts'), { recursive: true });
  expect(pipeline()).toEqual([]);
  expect(hashes('data/artifacts')).toEqual(before);
});

it('heals an artifact that was overwritten', () => {
  const file = join(workspace.root, 'data/artifacts/teacher-tiny/teacher-train/weights.bin');
  const before = readFileSync(file);
  writeFileSync(file, 'overwritten');
  expect(pipeline()).toEqual([]);
  expect(readFileSync(file).equals(before)).toBe(true);
});

it('refuses an artifact whose bytes went bad inside the cache', () => {
  const weights = hashes('.nx/cache');
  const teacher = Object.keys(weights).filter((file) => file.endsWith('teacher-tiny/teacher-train/weights.bin'));
  const good = new Map(teacher.map((file) => [file, readFileSync(file)]));
  for (const [file, bytes] of good) writeFileSync(file, Buffer.from(bytes).fill(0, 0, 4));
  rmSync(join(workspace.root, 'data/artifacts/teacher-tiny'), { recursive: true });
  edit('data/configs/teachers/tiny/teacher.json', (text) =>
    text.replace('"soft-targets": {}', '"soft-targets": { "splits": ["train", "test"] }'),
  );
  const run = workspace.run(['run', 'teacher-tiny:soft-targets']);
  expect(run.exitCode).not.toBe(0);
  expect(run.output).toContain('ARTIFACT_CORRUPT');
  for (const [file, bytes] of good) writeFileSync(file, bytes);
});

it('runs the tensor stages, and no other, with another engine; and nothing on the way back', () => {
  const executed = pipeline({ TSDISTILL_BACKEND: 'wasm' });
  expect(executed.filter((task) => task !== 'engine:provision')).toEqual(TENSOR_STAGES);
  expect(executed).not.toEqual(expect.arrayContaining(INGESTS));
  expect(pipeline()).toEqual([]);
});

it('writes embedded data before its CSV is hashed, and mends the CSV', () => {
  const ingest = ['run', 'dataset-flights:ingest'];
  const csv = join(workspace.root, 'data/raw/flights.csv');
  expect(workspace.run(ingest).executed).toEqual(['dataset-flights:ingest', 'dataset-flights:source']);
  const written = readFileSync(csv);
  expect(workspace.run(ingest).executed).toEqual([]);
  rmSync(csv);
  expect(workspace.run(ingest).executed).toEqual([]);
  writeFileSync(csv, 'edited by hand');
  expect(workspace.run(ingest).executed).toEqual([]);
  expect(readFileSync(csv).equals(written)).toBe(true);
});

it('runs a stage of an experiment by its own name, with what it needs and no more', () => {
  edit('data/configs/teachers/tiny/teacher.json', (text) => text.replace('"seed": 0', '"seed": 1'));
  expect(workspace.run(['run', 'first:teacher-train']).executed).toEqual(['teacher-tiny:teacher-train']);
});

it('lists exactly the edited experiment as affected', () => {
  const affected = (): string[] => {
    const { output } = workspace.run([
      'show',
      'projects',
      '--affected',
      '--base=HEAD',
      '--with-target=evaluate',
      '--sep=,',
    ]);
    return output.trim().split(',').filter(Boolean).sort();
  };
  expect(affected()).toEqual([]);
  edit(FIRST_EXPERIMENT, (text) => text.replace('0.5', '0.6'));
  expect(affected()).toEqual(['first']);
  workspace.revert();
  edit('data/configs/students/tiny/student.json', (text) => text.replace('0.01', '0.02'));
  expect(affected()).toEqual(['first', 'second']);
});

it.each([
  ['"teachers"', '"teacher"', 'CONFIG_UNKNOWN_KEY', 'Did you mean "teachers"?'],
  ['"alpha"', '"alpah"', 'there is no setting "distillation.alpah"', 'Did you mean "alpha"?'],
])('stops before any stage when %s is %s, with its file and the nearest name', (right, wrong, problem, hint) => {
  edit(FIRST_EXPERIMENT, (text) => text.replace(right, wrong));
  const run = workspace.run(PIPELINE);
  expect(run.exitCode).toBe(1);
  expect(run.executed).toEqual([]);
  for (const part of [FIRST_EXPERIMENT, problem, hint]) expect(run.output).toContain(part);
});
