import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { canonicalJson, EXIT, InterruptedError, PipelineError } from '@tsdistill/contracts';
import type { Trial } from './trial';

const BIN = resolve(__dirname, '../../bin/tsdistill.js');

/** Where a trial of a given folder writes its artifact. */
export const artifactOf = (folder: string): string => join(folder, 'artifact');

/** An artifact is renamed into place whole, so a manifest is all there is to look for. */
export const isDone = (folder: string): boolean => existsSync(join(artifactOf(folder), 'manifest.json'));

/**
 * Runs one stage as a process in the current folder: its configs, its log and its artifact lie in `folder`, its half-done
 * training in the work folder of every stage, so that a stopped trial goes on where it was.
 *
 * @param description what the trial's key was made from, kept beside its log
 * @throws PipelineError TRIAL_FAILED; InterruptedError once `signal` is aborted
 */
export async function runTrial(trial: Trial, folder: string, description: object, signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw new InterruptedError();
  const { command, artifacts = {}, flags = {} } = trial;
  const given = { ...writeConfigs(trial, folder), ...artifacts, ...flags };
  writeFileSync(join(folder, 'trial.json'), canonicalJson(description));
  const options = Object.entries(given).flatMap(([option, value]) =>
    [value].flat().flatMap((one) => [`--${option}`, String(one)]),
  );
  const log = join(folder, 'log.jsonl');
  const ending = await finish([command, ...options, '--out', artifactOf(folder)], log, signal);
  if (signal.aborted || ending === `exit code ${EXIT.interrupted}`) throw new InterruptedError();
  if (ending === 'exit code 0' && isDone(folder)) return;
  throw new PipelineError('TRIAL_FAILED', { command, folder, ending, ...lastWords(log) });
}

/** @returns option → path of the config file */
function writeConfigs({ configs, name = 'trial' }: Trial, folder: string): Record<string, string> {
  const home = join(folder, name);
  mkdirSync(home, { recursive: true });
  return Object.fromEntries(
    Object.entries(configs).map(([option, content]) => {
      const file = join(home, `${option}.json`);
      writeFileSync(file, canonicalJson(content));
      return [option, file];
    }),
  );
}

/** @returns how the process ended: an exit code or a signal */
async function finish(given: readonly string[], log: string, signal: AbortSignal): Promise<string> {
  const fd = openSync(log, 'w');
  // Every epoch goes to the log: it is all that is left of a training that fails.
  const env = { ...process.env, TSDISTILL_LOG_LEVEL: 'debug' };
  const child = spawn(process.execPath, [BIN, ...given], { env, stdio: ['ignore', fd, fd] });
  closeSync(fd);
  const stop = () => child.kill('SIGINT');
  signal.addEventListener('abort', stop);
  try {
    return await new Promise<string>((done, fail) => {
      child.on('error', fail);
      child.on('close', (code, killer) => done(code === null ? `signal ${killer}` : `exit code ${code}`));
    });
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Message, hint and code of a failed stage: the last lines of its log that are no JSON and no stack. */
function lastWords(log: string): { lines: string[]; stageCode: string | null } {
  const text = readFileSync(log, 'utf8').split('\n');
  const spoken = text.filter((line) => line.trim() !== '' && !line.startsWith('{') && !/^\s+at /.test(line));
  const lines = spoken.slice(-4).map((line) => line.trim());
  const stageCode = lines.map((line) => /^([A-Z][A-Z_]+): /.exec(line)?.[1]).find((code) => code !== undefined);
  return { lines, stageCode: stageCode ?? null };
}
