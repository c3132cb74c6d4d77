import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillFolder } from './staging-folder';

let root: string;
let target: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tsdistill-'));
  target = join(root, 'engine');
});

const isWhole = (folder: string): boolean => existsSync(join(folder, 'READY'));
const write =
  (text: string) =>
  async (folder: string): Promise<void> =>
    writeFileSync(join(folder, 'READY'), text);

/** Starts a process that fills `target` until it is stopped, and waits until it has begun. */
async function startFilling(): Promise<ChildProcess> {
  const script = `
    const { fillFolder } = require(process.argv[1]);
    fillFolder(process.argv[2], () => false, async (folder, signal) => {
      require('node:fs').writeFileSync(folder + '/half', '');
      process.stdout.write('filling');
      await new Promise((resolve) => {
        const alive = setInterval(() => undefined, 1000);
        signal.addEventListener('abort', () => { clearInterval(alive); resolve(); });
      });
    }).catch((error) => { process.stdout.write(error.code); process.exitCode = 130; });`;
  const module = join(__dirname, 'staging-folder.ts');
  const child = spawn(process.execPath, ['-r', '@swc-node/register', '-e', script, module, target]);
  await once(child.stdout, 'data');
  expect(readdirSync(root)).toHaveLength(1);
  return child;
}

it('makes the folder appear whole, and nothing beside it', async () => {
  await fillFolder(target, isWhole, async (folder) => {
    expect(existsSync(target)).toBe(false);
    await write('a')(folder);
  });
  expect(readFileSync(join(target, 'READY'), 'utf8')).toBe('a');
  expect(readdirSync(root)).toEqual(['engine']);
});

it('leaves nothing when filling fails', async () => {
  const error = new Error('no');
  await expect(fillFolder(target, isWhole, () => Promise.reject(error))).rejects.toBe(error);
  expect(readdirSync(root)).toEqual([]);
});

it('lets the first of two racers win, and the other one end well', async () => {
  let release: () => void = () => undefined;
  const firstIsDone = new Promise<void>((resolve) => (release = resolve));
  const slow = fillFolder(target, isWhole, async (folder) => {
    await write('slow')(folder);
    await firstIsDone;
  });
  await fillFolder(target, isWhole, write('fast'));
  release();
  await slow;
  expect(readFileSync(join(target, 'READY'), 'utf8')).toBe('fast');
  expect(readdirSync(root)).toEqual(['engine']);
});

it('replaces a damaged folder', async () => {
  mkdirSync(target);
  writeFileSync(join(target, 'rest'), '');
  await fillFolder(target, isWhole, write('new'));
  expect(readdirSync(target)).toEqual(['READY']);
  expect(readdirSync(root)).toEqual(['engine']);
});

it.each(['SIGINT', 'SIGTERM'] as const)('leaves nothing after %s, and says so', async (signal) => {
  const child = await startFilling();
  const printed = once(child.stdout as NodeJS.ReadableStream, 'data');
  child.kill(signal);
  expect(String((await printed)[0])).toBe('PROVISION_INTERRUPTED');
  expect(await once(child, 'exit')).toEqual([130, null]);
  expect(readdirSync(root)).toEqual([]);
});

it('sweeps what a killed process left, but not the work of a living one or of another host', async () => {
  const child = await startFilling();
  child.kill('SIGKILL');
  await once(child, 'exit');
  const [left] = readdirSync(root);
  const living = `engine.tmp-${hostname()}-${process.pid}-abcdef`;
  const foreign = `engine.tmp-elsewhere-${child.pid}-abcdef`;
  for (const name of [living, foreign]) mkdirSync(join(root, name));
  await fillFolder(target, isWhole, write('a'));
  expect(readdirSync(root)).not.toContain(left);
  expect(readdirSync(root)).toEqual(['engine', foreign, living].sort());
});
