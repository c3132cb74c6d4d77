/**
 * @file Settings of the stages, checked at graph time by the stages' own schemas.
 *
 * The schemas stand beside code that loads TensorFlow.js and DuckDB, and the plugin is loaded by every call of Nx. So a config is shown
 * to them once: what passed is remembered by its content (docs/decisions/0008-settings-are-checked-at-graph-time.md).
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type ErrorCode, PipelineError } from '@tsdistill/contracts/errors';
import { closureOf } from './stage-packages';

const PROGRAM = 'packages/pipeline/dist/check-configs-main.js';
const MEMO = 'data/work/checked-configs.json';

export interface ConfigText {
  readonly file: string;
  readonly text: string;
}

/** The first problem of each file, by file; none while the code is not built from the sources as they are. */
export function checkSettings(root: string, files: readonly string[]): readonly (readonly [string, PipelineError])[] {
  const stamp = stampOf(root);
  if (stamp === undefined) return [];
  const all = files.map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
  const keyOf = ({ file, text }: ConfigText) => sha256(`${stamp}\n${file}\n${text}`);
  const passed = readMemo(root);
  const unknown = all.filter((config) => !passed.has(keyOf(config)));
  if (unknown.length === 0) return [];
  const problems = findProblems(root, unknown);
  if (problems === undefined) return [];
  const failed = new Set(problems.map(([file]) => file));
  writeMemo(root, all.filter(({ file }) => !failed.has(file)).map(keyOf));
  return problems;
}

/** Asks the schemas, in a process of its own; `undefined` when there is no code that could be trusted to say what is wrong. */
export function findProblems(
  root: string,
  configs: readonly ConfigText[],
): readonly (readonly [file: string, PipelineError])[] | undefined {
  if (!existsSync(join(root, PROGRAM)) || stampOf(root) === undefined || !isBuilt(root)) return undefined;
  const { status, stdout } = spawnSync(process.execPath, [join(root, PROGRAM)], {
    ...{ cwd: root, input: JSON.stringify(configs), encoding: 'utf8', maxBuffer: 2 ** 26 },
  });
  if (status !== 0) return undefined;
  const problems = JSON.parse(stdout) as readonly { file: string; code: ErrorCode; context: never }[];
  return problems.map(({ file, code, context }) => [file, new PipelineError(code, context)]);
}

const packagesOf = (root: string): readonly string[] => closureOf(root, 'packages/pipeline').packages;

/** Changes whenever a package of the command line is compiled; `undefined` before that. */
function stampOf(root: string): string | undefined {
  const infos = packagesOf(root).map((folder) =>
    statSync(join(root, folder, 'dist/.tsbuildinfo'), { throwIfNoEntry: false }),
  );
  if (infos.includes(undefined)) return undefined;
  return infos.map((info) => `${info?.size} ${info?.mtimeMs}`).join('\n');
}

/** Code that was compiled from other sources might refuse a setting that is new, and so keep itself from being built. */
function isBuilt(root: string): boolean {
  return packagesOf(root).every((folder) => {
    const home = join(root, folder, 'dist');
    return compiledSources(home).every(([name, hash]) => {
      const file = join(home, name);
      return existsSync(file) && sha256(readFileSync(file, 'utf8')) === hash;
    });
  });
}

/** Path and hash of each source, as the compiler noted them. */
function compiledSources(home: string): readonly (readonly [name: string, hash: string])[] {
  const info = JSON.parse(readFileSync(join(home, '.tsbuildinfo'), 'utf8')) as {
    readonly fileNames: readonly string[];
    readonly fileInfos: readonly (string | { readonly version: string })[];
  };
  return info.fileNames.flatMap((name, index) => {
    const entry = info.fileInfos[index];
    if (!name.startsWith('../src/') || entry === undefined) return [];
    return [[name, typeof entry === 'string' ? entry : entry.version] as const];
  });
}

/** Keys of what passed; a memo that cannot be read is one that knows nothing. */
function readMemo(root: string): ReadonlySet<string> {
  try {
    return new Set(JSON.parse(readFileSync(join(root, MEMO), 'utf8')) as readonly string[]);
  } catch {
    return new Set();
  }
}

function writeMemo(root: string, keys: readonly string[]): void {
  const file = join(root, MEMO);
  mkdirSync(dirname(file), { recursive: true });
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, JSON.stringify(keys));
  renameSync(aside, file);
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
