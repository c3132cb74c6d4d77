/**
 * @file Settings of the stages, checked at graph time by the stages' own schemas.
 *
 * The schemas stand beside code that loads TensorFlow.js and DuckDB, and the plugin is loaded by every call of Nx. So configs are shown
 * to them once: what passed is remembered by content (docs/decisions/0008-settings-are-checked-at-graph-time.md).
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type ErrorCode, PipelineError } from '@tsdistill/contracts/errors';
import { closureOf } from './stage-packages';

const PROGRAM = 'packages/pipeline/dist/check-configs-main.js';
const MEMO = 'data/work/checked-configs.txt';

/** Files to look at, and the texts of all that they may name: configs, and manifests of forecasts from elsewhere. */
export interface GivenConfigs {
  readonly files: readonly string[];
  readonly texts: Readonly<Record<string, string>>;
}

/** The first problem of each file, by file; none while the code is not built from the sources as they are. */
export function checkSettings(root: string, given: GivenConfigs): readonly (readonly [string, PipelineError])[] {
  const stamp = stampOf(root);
  if (stamp === undefined) return [];
  // What a config may say depends on those that it names, so they pass together.
  const key = sha256(JSON.stringify([stamp, given.files, given.texts]));
  if (key === readMemo(root)) return [];
  const problems = findProblems(root, given);
  if (problems === undefined) return [];
  if (problems.length === 0) writeMemo(root, key);
  return problems;
}

/** Asks the schemas, in a process of its own; `undefined` when there is no code that could be trusted to say what is wrong. */
export function findProblems(
  root: string,
  given: GivenConfigs,
): readonly (readonly [file: string, PipelineError])[] | undefined {
  if (!existsSync(join(root, PROGRAM)) || stampOf(root) === undefined || !isBuilt(root)) return undefined;
  const { status, stdout } = spawnSync(process.execPath, [join(root, PROGRAM)], {
    ...{ cwd: root, input: JSON.stringify(given), encoding: 'utf8', maxBuffer: 2 ** 26 },
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

/** Key of what passed; a memo that cannot be read is one that knows nothing. */
function readMemo(root: string): string | undefined {
  try {
    return readFileSync(join(root, MEMO), 'utf8');
  } catch {
    return undefined;
  }
}

function writeMemo(root: string, key: string): void {
  const file = join(root, MEMO);
  mkdirSync(dirname(file), { recursive: true });
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, key);
  renameSync(aside, file);
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
