import { type ExecFileSyncOptionsWithStringEncoding, execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { executedStages } from '../../last-run';

const REPOSITORY = resolve(__dirname, '../../../..');
/** Configs and data are the test's own. */
const LEFT_OUT = /^(data|docs)\//;

export interface NxRun {
  readonly exitCode: number | null;
  readonly output: string;
  /** Stages that ran, as against came from a cache, sorted. */
  readonly executed: readonly string[];
}

/** How a command of the CLI ended, and what it said. */
export interface CommandRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A copy of this repository in a temporary folder, with configs, data, git history and Nx cache of its own. */
export interface TestWorkspace {
  readonly root: string;
  readonly write: (file: string, content: unknown) => void;
  readonly run: (args: readonly string[], env?: NodeJS.ProcessEnv) => NxRun;
  readonly tsdistill: (args: readonly string[], env?: NodeJS.ProcessEnv) => CommandRun;
  readonly commit: () => void;
  /** Takes back every edit of a committed file. */
  readonly revert: () => void;
  readonly remove: () => void;
}

/**
 * Copies the repository as it is now, compiled code included; npm packages are linked, workspace packages are the copies.
 *
 * @param files path → content of what the copy gets beside the code (objects are written as JSON)
 */
export function createTestWorkspace(files: Readonly<Record<string, unknown>>): TestWorkspace {
  const workspace = createFreshClone(files);
  copyCompiledCode(workspace.root);
  linkPackages(workspace.root);
  return workspace;
}

/** The same as a fresh clone: nothing is installed or built. */
export function createFreshClone(files: Readonly<Record<string, unknown>>): TestWorkspace {
  const root = mkdtempSync(join(tmpdir(), 'tsdistill-workspace-'));
  copySources(root);
  const write = (file: string, content: unknown): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`);
  };
  for (const [file, content] of Object.entries(files)) write(file, content);
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@localhost', ...args], inFolder(root));
  const commit = (): void => {
    git('add', '--all');
    git('commit', '--quiet', '--message', 'State');
  };
  git('init', '--quiet', '--initial-branch=main');
  commit();
  return {
    root,
    write,
    run: (args, env = {}) => runNx(root, args, env),
    tsdistill: (args, env = {}) => runCommand(root, args, env),
    commit,
    revert: () => void git('checkout', '--quiet', '--', '.'),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function copySources(root: string): void {
  const listed = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    inFolder(REPOSITORY),
  );
  for (const file of listed.split('\0').filter((name) => name !== '' && !LEFT_OUT.test(name)))
    if (existsSync(join(REPOSITORY, file))) copy(join(REPOSITORY, file), join(root, file));
}

function copyCompiledCode(root: string): void {
  for (const folder of workspaceFolders())
    if (existsSync(join(REPOSITORY, folder, 'dist')))
      copy(join(REPOSITORY, folder, 'dist'), join(root, folder, 'dist'));
}

/** Keeps times, by which the compiler sees that nothing is to be done. */
function copy(from: string, to: string): void {
  cpSync(from, to, { recursive: true, preserveTimestamps: true });
}

function workspaceFolders(): string[] {
  return ['packages', 'tools'].flatMap((parent) =>
    readdirSync(join(REPOSITORY, parent)).map((name) => `${parent}/${name}`),
  );
}

function linkPackages(root: string): void {
  const own = workspaceFolders().filter((folder) => existsSync(join(REPOSITORY, folder, 'package.json')));
  for (const folder of ['.', ...own]) {
    const modules = join(REPOSITORY, folder, 'node_modules');
    if (!existsSync(modules)) continue;
    mkdirSync(join(root, folder, 'node_modules'), { recursive: true });
    for (const name of readdirSync(modules))
      if (name !== '@tsdistill' && name !== '.cache')
        symlinkSync(join(modules, name), join(root, folder, 'node_modules', name));
  }
  mkdirSync(join(root, 'node_modules/@tsdistill'));
  for (const folder of own) symlinkSync(join('../..', folder), join(root, 'node_modules/@tsdistill', basename(folder)));
}

function runNx(root: string, args: readonly string[], env: NodeJS.ProcessEnv): NxRun {
  rmSync(join(root, '.nx/cache/run.json'), { force: true });
  const child = spawnSync(process.execPath, [join(root, 'node_modules/nx/dist/bin/nx.js'), ...args], {
    ...inFolder(root),
    env: { ...cleanEnvironment(), NX_DAEMON: 'false', NX_ISOLATE_PLUGINS: 'false', ...env },
  });
  const executed = existsSync(join(root, '.nx/cache/run.json')) ? executedStages(root) : [];
  return { exitCode: child.status, output: child.stdout + child.stderr, executed: [...executed].sort() };
}

function runCommand(root: string, args: readonly string[], env: NodeJS.ProcessEnv): CommandRun {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['packages/pipeline/bin/tsdistill.js', ...args], {
    ...inFolder(root),
    env: { ...cleanEnvironment(), ...env },
  });
  return { status, stdout, stderr };
}

/** Without what an Nx or npm run around the tests has set, and without colours. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(NX_|npm_|LERNA_|FORCE_COLOR$)/.test(name));
  return { ...Object.fromEntries(kept), NO_COLOR: '1' };
}

function inFolder(cwd: string): ExecFileSyncOptionsWithStringEncoding {
  return { cwd, encoding: 'utf8', maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 'pipe'] };
}
