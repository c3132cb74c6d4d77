import { spawn } from 'node:child_process';
import { InterruptedError, PipelineError, type StageHost } from '@tsdistill/contracts';
import { verbosity } from '../verbosity';

/**
 * What is compared with must be the run of the configs as they are; Nx does nothing where it is.
 *
 * Nx is heard when asked for (`--verbose`) or when it fails.
 *
 * @throws PipelineError TRY_BASE_FAILED; InterruptedError after a stop
 */
export async function bringUpToDate(experiment: string, { signal }: Pick<StageHost, 'signal'>): Promise<void> {
  const given = [require.resolve('nx/bin/nx.js'), 'run', `${experiment}:evaluate`];
  const output = verbosity() === 'verbose' ? 2 : 'pipe';
  const child = spawn(process.execPath, given, { stdio: ['ignore', output, output] });
  const heard: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece: Buffer) => heard.push(piece));
  const stop = () => child.kill('SIGINT');
  signal.addEventListener('abort', stop);
  const ending = await new Promise<string>((done, fail) => {
    child.on('error', fail);
    child.on('close', (code, killer) => done(killer ?? `exit code ${code}`));
  }).finally(() => signal.removeEventListener('abort', stop));
  if (signal.aborted) throw new InterruptedError();
  if (ending === 'exit code 0') return;
  process.stderr.write(Buffer.concat(heard));
  throw new PipelineError('TRY_BASE_FAILED', { experiment, ending });
}
