import { execFile, type ExecFileOptions } from 'node:child_process';

/** How a program ended. */
interface CommandResult {
  readonly ok: boolean;
  /** There is no such program on the PATH. */
  readonly missing: boolean;
  readonly stdout: string;
  /** The last lines it printed, for an error message. */
  readonly problem: string;
}

const MAX_BUFFER_BYTES = 64 << 20;
const PROBLEM_LINES = 12;

/** Runs a program without a shell and waits for its end; never rejects, also when `options.signal` stops it. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: Pick<ExecFileOptions, 'env' | 'signal'> = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    execFile(command, args, { ...options, maxBuffer: MAX_BUFFER_BYTES }, (error, stdout, stderr) => {
      const printed = (stderr.trim() || stdout.trim() || error?.message || '').split('\n');
      resolve({
        ok: error === null,
        missing: error?.code === 'ENOENT',
        stdout,
        problem: printed.slice(-PROBLEM_LINES).join('\n'),
      });
    });
  });
}
