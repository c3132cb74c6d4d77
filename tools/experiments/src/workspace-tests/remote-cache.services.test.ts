import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createTestWorkspace, type TestWorkspace } from './test-workspace';
import { ALL_STAGES, FIRST_EXPERIMENT, TINY_PIPELINE } from './tiny-pipeline';

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
