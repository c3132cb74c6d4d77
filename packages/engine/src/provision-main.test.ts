import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs the program of the Nx target. */
function provision(
  out: string,
  env: NodeJS.ProcessEnv = {},
): { readonly status: number | null; readonly stderr: string } {
  const args = ['-r', '@swc-node/register', join(__dirname, 'provision-main.ts'), '--out', out];
  return spawnSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, ...env } });
}

it('writes the identity of the engine, the same bytes each time, and one line of state', () => {
  const out = mkdtempSync(join(tmpdir(), 'tsdistill-'));
  const read = (): string => readFileSync(join(out, 'engine.json'), 'utf8');
  expect(provision(out)).toMatchObject({ status: 0, stderr: 'engine: native 2.21.0, 1 thread\n' });
  const first = read();
  expect(Object.keys(JSON.parse(first))).toEqual(['backend', 'librarySha256', 'tensorflowVersion', 'threads']);
  provision(out);
  expect(read()).toBe(first);
  expect(provision(out, { TSDISTILL_BACKEND: 'wasm' }).status).toBe(0);
  expect(read()).not.toBe(first);
  expect(readdirSync(out)).toEqual(['engine.json']);
});

it('ends with 2 and writes nothing when the machine lacks something', () => {
  const out = mkdtempSync(join(tmpdir(), 'tsdistill-'));
  const empty = mkdtempSync(join(tmpdir(), 'tsdistill-'));
  const { status, stderr } = provision(out, { PATH: empty, XDG_CACHE_HOME: empty });
  expect(status).toBe(2);
  expect(stderr).toContain('PROVISION_NO_PYTHON');
  expect(stderr).toContain('apt-get install python3 python3-pip');
  expect([...readdirSync(out), ...readdirSync(empty)]).toEqual([]);
});
