import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { canonicalJson, hashBytes, hashFile } from '@tsdistill/contracts';

const SCOPE = '@tsdistill/';
/** Stage → the package that does the work. */
const STAGE_PACKAGES = {
  ingest: 'ingest',
  'teacher-train': 'teacher-train',
  'soft-targets': 'soft-targets',
  'import-forecasts': 'soft-targets',
  'student-distill': 'student-distill',
  'student-tune': 'student-distill',
  evaluate: 'evaluate',
  backtest: 'evaluate',
  drift: 'evaluate',
  report: 'report',
  inspect: 'ingest',
  size: 'pipeline',
  refresh: 'pipeline',
  try: 'pipeline',
} as const;

export type StageName = keyof typeof STAGE_PACKAGES;

const load = createRequire(__filename);

type Resolve = (request: string) => string;

interface Package {
  readonly folder: string;
  /** Name → version; versions of this workspace are exact. */
  readonly dependencies: Readonly<Record<string, string>>;
}

/**
 * sha256 of the code that a stage runs: compiled files of its package and of all packages below it, and the versions of
 * what these take from npm. The same rule as the cache keys of Nx, so an edit of evaluate repeats no training; the
 * command line itself (this package) is left out where it only hands configs on.
 *
 * @param resolve path of `<package>/package.json`
 */
export function codeFingerprint(stage: StageName, resolve: Resolve = load.resolve): string {
  const closure = [...closureOf(`${SCOPE}${STAGE_PACKAGES[stage]}`, resolve)];
  return hashBytes(
    canonicalJson(closure.map(([name, { folder, dependencies }]) => ({ name, dependencies, files: filesOf(folder) }))),
  );
}

/** A package and all of this workspace that it depends on, itself first. */
function closureOf(start: string, resolve: Resolve): ReadonlyMap<string, Package> {
  const found = new Map<string, Package>();
  const names = [start];
  for (const name of names) {
    if (found.has(name)) continue;
    const one = readPackage(resolve(`${name}/package.json`));
    found.set(name, one);
    names.push(...Object.keys(one.dependencies).filter((dependency) => dependency.startsWith(SCOPE)));
  }
  return found;
}

function readPackage(file: string): Package {
  const { dependencies = {} } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Package>;
  return { folder: dirname(file), dependencies };
}

/** Relative path → sha256 of every compiled file. */
function filesOf(folder: string): Readonly<Record<string, string>> {
  const dist = join(folder, 'dist');
  const names = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
  return Object.fromEntries(names.map((name) => [name, hashFile(join(dist, name))]));
}
