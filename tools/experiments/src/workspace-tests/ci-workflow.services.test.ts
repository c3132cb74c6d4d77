import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { executedStages } from '../../last-run';
import { cleanEnvironment, createFreshClone, type TestWorkspace } from './test-workspace';
import { ALL_STAGES, TINY_PIPELINE } from './tiny-pipeline';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: { readonly path?: string };
}
interface Workflow {
  readonly env: Readonly<Record<string, string>>;
  readonly jobs: { readonly ci: { readonly steps: readonly Step[] } };
}
const WORKFLOW = parse(readFileSync(resolve('.github/workflows/ci.yml'), 'utf8')) as Workflow;

/** Files by which Linux tells machines apart, and by which Nx names its database. */
const MACHINE_ID_FILES = ['/etc/machine-id', '/var/lib/dbus/machine-id'].filter((file) => existsSync(file));
const OTHER_MACHINE = '0123456789abcdef0123456789abcdef';
const INSIDE_NAMESPACE = ['unshare', '--user', '--map-root-user', '--mount'];
const canChangeMachine =
  MACHINE_ID_FILES.length > 0 &&
  spawnSync('unshare', [...INSIDE_NAMESPACE.slice(1), 'mount', '--bind', '/dev/null', MACHINE_ID_FILES[0] ?? ''])
    .status === 0;

const folder = mkdtempSync(join(tmpdir(), 'tsdistill-ci-'));
/** What the CI carries from one run of the job to the next. */
const carried = join(folder, 'carried');
/** What both runs check out: the last commit is the change to test. */
let origin: TestWorkspace;

beforeAll(() => {
  mkdirSync(carried);
  origin = createFreshClone(TINY_PIPELINE);
  origin.write('tools/cache-server/README.md', '# cache-server\n');
  origin.commit();
});
afterAll(() => {
  origin.remove();
  rmSync(folder, { recursive: true });
});

/**
 * The job as one shell script: `run` steps as they are written, the CI's cache as a copy of a folder, and the last
 * commit as the change to test. Background programs end with the job.
 */
function jobScript(): string {
  const steps = WORKFLOW.jobs.ci.steps.map(({ uses = '', run, with: { path } = {} }) => {
    if (uses.startsWith('actions/cache/restore'))
      return `mkdir -p "${carried}/${path}" && cp -r "${carried}/${path}" .`;
    if (uses.startsWith('actions/cache/save')) return `cp -r "${path}" "${carried}"`;
    return run ?? `# ${uses}`;
  });
  return [
    'set -eu -o pipefail',
    `trap 'kill $(jobs -p) 2> /dev/null || true' EXIT`,
    'export GITHUB_ENV=$(mktemp) NX_BASE=HEAD~1 NX_HEAD=HEAD',
    ...steps.flatMap((step) => [step, 'set -a; . "$GITHUB_ENV"; set +a']),
  ].join('\n');
}

/** Runs the job in a fresh clone. @returns the stages it executed, the names of Nx's databases, and what it printed */
function runJob(onOtherMachine: boolean) {
  const clone = mkdtempSync(join(folder, 'clone-'));
  cpSync(origin.root, clone, { recursive: true });
  writeFileSync(join(folder, 'machine-id'), OTHER_MACHINE);
  const mounts = MACHINE_ID_FILES.map((file) => `mount --bind "${folder}/machine-id" ${file}`);
  const script = [...(onOtherMachine ? mounts : []), jobScript()].join('\n');
  const [program = '', ...args] = [...(onOtherMachine ? INSIDE_NAMESPACE : []), 'bash', '-c', script];
  const env = { ...cleanEnvironment(), ...WORKFLOW.env };
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: clone,
    env,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`${stdout}\n${stderr}`);
  const databases = readdirSync(join(clone, '.nx/workspace-data')).filter((name) => name.endsWith('.db'));
  return { executed: [...executedStages(clone)].sort(), databases, output: stdout };
}

it('runs every stage of the default pipeline once', () => {
  const { executed } = runJob(false);
  expect(executed.filter((task) => task !== 'engine:provision')).toEqual(ALL_STAGES);
});

const reason = 'skipped: no other machine id can be mounted here (unshare)';
(canChangeMachine ? it : it.skip)(
  `executes 0 stages in a fresh clone on another machine that has the carried folder${canChangeMachine ? '' : ` (${reason})`}`,
  () => {
    const { executed, databases, output } = runJob(true);
    expect(databases).toEqual([`${OTHER_MACHINE}-v2.db`]);
    expect(output).toContain('[remote cache]');
    expect(executed).toEqual([]);
  },
);
