import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { executedStages } from '../../last-run';
import { cleanEnvironment, createFreshClone } from './test-workspace';
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

/** What the CI carries from one run of the job to the next. */
const carried = mkdtempSync(join(tmpdir(), 'tsdistill-carried-'));
afterAll(() => rmSync(carried, { recursive: true }));

/**
 * The job as one shell script: `run` steps as they are written, the CI's cache as a copy of a folder, and as the change
 * to test an edit of the last commit. Background programs end with the job.
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

/** Runs the job in a fresh clone. @returns the stages it executed and the names of Nx's databases */
function runJob(onOtherMachine: boolean) {
  const clone = createFreshClone(TINY_PIPELINE);
  try {
    clone.write('tools/cache-server/README.md', '# cache-server\n');
    clone.commit();
    writeFileSync(join(clone.root, '.nx-machine-id'), OTHER_MACHINE);
    const mounts = MACHINE_ID_FILES.map((file) => `mount --bind .nx-machine-id ${file}`);
    const script = [...(onOtherMachine ? mounts : []), jobScript()].join('\n');
    const [program = '', ...args] = [...(onOtherMachine ? INSIDE_NAMESPACE : []), 'bash', '-c', script];
    const env = { ...cleanEnvironment(), ...WORKFLOW.env };
    const { status, stdout, stderr } = spawnSync(program, args, {
      cwd: clone.root,
      env,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    if (status !== 0) throw new Error(`${stdout}\n${stderr}`);
    const databases = readdirSync(join(clone.root, '.nx/workspace-data')).filter((name) => name.endsWith('.db'));
    return { executed: [...executedStages(clone.root)].sort(), databases, output: stdout };
  } finally {
    clone.remove();
  }
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
