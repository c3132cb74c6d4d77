import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createTestWorkspace, type TestWorkspace } from './test-workspace';
import { ALL_STAGES, FIRST_EXPERIMENT, INGESTS, TINY_PIPELINE } from './tiny-pipeline';

const PIPELINE = ['run', 'pipeline:all'];
const GRANTS = [
  { token: 'writer', read: ['main'], write: 'main' },
  { token: 'reader', read: ['main'] },
];

const root = mkdtempSync(join(tmpdir(), 'tsdistill-remote-'));
let server: ChildProcess;
let address: string;
let first: TestWorkspace;
let second: TestWorkspace;

beforeAll(async () => {
  writeFileSync(join(root, 'grants.json'), JSON.stringify(GRANTS));
  const args = ['--root', join(root, 'entries'), '--port', '0', '--grants', join(root, 'grants.json')];
  server = spawn(process.execPath, [resolve('tools/cache-server/main.js'), ...args]);
  const [line] = (await once(server.stdout!, 'data')) as [Buffer];
  address = /http:\S+\d/.exec(line.toString())![0];
  first = createTestWorkspace(TINY_PIPELINE);
  second = createTestWorkspace(TINY_PIPELINE);
});

afterAll(async () => {
  first.remove();
  second.remove();
  server.kill();
  await once(server, 'exit');
  rmSync(root, { recursive: true });
});

const withToken = (token: string): NodeJS.ProcessEnv => ({
  NX_SELF_HOSTED_REMOTE_CACHE_SERVER: address,
  NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: token,
});
const entries = (): string[] => readdirSync(join(root, 'entries/main'));

function artifacts({ root: folder }: TestWorkspace): Map<string, Buffer> {
  const listed = readdirSync(join(folder, 'data/artifacts'), { recursive: true, withFileTypes: true });
  const files = listed.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.sort().map((file) => [file.slice(folder.length), readFileSync(file)]));
}

it('stores what a checkout with a writing token makes', () => {
  const run = first.run(PIPELINE, withToken('writer'));
  expect(run.exitCode).toBe(0);
  expect(run.executed.filter((task) => task !== 'engine:provision')).toEqual(ALL_STAGES);
  expect(entries().length).toBeGreaterThanOrEqual(ALL_STAGES.length);
});

/** Task → what `status` says that Nx would do; what is fresh is left out. */
function nextSteps(env: NodeJS.ProcessEnv): Record<string, string> {
  const { status, stdout, stderr } = second.tsdistill(['status', '--json'], env);
  if (status !== 0) throw new Error(stderr);
  const entries = JSON.parse(stdout) as { task: string; next?: string }[];
  return Object.fromEntries(entries.flatMap(({ task, next }) => (next === undefined ? [] : [[task, next]])));
}

it('is asked by `status`: of a checkout where nothing ran, the first stages are remote hits, and nothing is downloaded', () => {
  expect(second.run(['run-many', '-t', 'build'], withToken('reader')).exitCode).toBe(0);
  const expected = ALL_STAGES.map((task) => [task, INGESTS.includes(task) ? 'remote hit' : 'decide']);
  expect(nextSteps(withToken('reader'))).toEqual(Object.fromEntries(expected));
  expect(nextSteps({})).toEqual(Object.fromEntries(ALL_STAGES.map((task) => [task, 'run'])));
  expect(existsSync(join(second.root, 'data/artifacts/dataset-tiny'))).toBe(false);
});

it.each([
  ['http://127.0.0.1:8', 'writer', 'does not answer (ECONNREFUSED)'],
  [undefined, 'nobody', 'answers 401'],
])(
  'where %s cannot be asked as %s, `status` says so once and goes on with the local cache',
  (other, token, problem) => {
    const server = other ?? address;
    const { status, stdout, stderr } = second.tsdistill(['status'], {
      ...withToken(token),
      NX_SELF_HOSTED_REMOTE_CACHE_SERVER: server,
    });
    expect([status, stderr]).toEqual([0, `the remote cache ${server} ${problem}: only the local cache is looked at\n`]);
    expect(stdout).not.toContain('remote hit');
  },
);

it('gives it to a second checkout with a reading token: 0 stages, the same bytes', () => {
  const run = second.run(PIPELINE, withToken('reader'));
  expect(run.exitCode).toBe(0);
  expect(run.executed).toEqual([]);
  const [made, received] = [artifacts(first), artifacts(second)];
  expect([...received.keys()]).toEqual([...made.keys()]);
  for (const [file, bytes] of made) expect([file, received.get(file)!.equals(bytes)]).toEqual([file, true]);
});

it('runs what is missing with a reading token, succeeds and stores nothing', () => {
  const before = entries();
  const text = readFileSync(join(second.root, FIRST_EXPERIMENT), 'utf8');
  second.write(FIRST_EXPERIMENT, text.replace('0.5', '0.6'));
  const run = second.run(PIPELINE, withToken('reader'));
  expect(run.exitCode).toBe(0);
  expect(run.executed).toEqual(['first:evaluate', 'first:student-distill-s0', 'first:student-distill-s1']);
  expect(entries()).toEqual(before);
});

it('says remote hit of stages that ran elsewhere with the same change', () => {
  for (const { root: folder, write } of [first, second]) {
    const text = readFileSync(join(folder, FIRST_EXPERIMENT), 'utf8');
    write(FIRST_EXPERIMENT, text.replace(/"alpha": [\d.]+/, '"alpha": 0.7'));
  }
  expect(first.run(PIPELINE, withToken('writer')).exitCode).toBe(0);
  const students = ['first:student-distill-s0', 'first:student-distill-s1'];
  expect(nextSteps(withToken('reader'))).toEqual({
    ...Object.fromEntries(students.map((task) => [task, 'remote hit'])),
    'first:evaluate': 'decide',
  });
  expect(second.tsdistill(['why', students[0]!], withToken('reader')).stdout).toContain('Nx fetches it');
  expect(second.run(PIPELINE, withToken('reader')).executed).toEqual([]);
});
