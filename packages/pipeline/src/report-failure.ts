import { formatError, InterruptedError, PipelineError } from '@tsdistill/contracts';

/** Prints a failure on stderr: what a user can mend without a stack, a bug of ours with one. */
export function reportFailure(error: unknown): void {
  console.error(failureText(error));
}

function failureText(error: unknown): string {
  if (error instanceof PipelineError) return formatError(error);
  if (error instanceof InterruptedError) return error.message;
  return `This is a bug in tsdistill: ${error instanceof Error ? error.stack : String(error)}`;
}

/** What a user's disk, permissions or paths can refuse; anything else of the system is a bug of ours. */
const REFUSALS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'something of that name is in the way',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'it is a folder, not a file',
  EMFILE: 'too many files are open',
};

/** Turns a refusal of the file system into an error that a user can mend; leaves everything else as it is. */
export function asPipelineError(error: unknown): unknown {
  const { code = '', path, dest } = (error ?? {}) as NodeJS.ErrnoException & { dest?: string };
  const problem = REFUSALS[code];
  if (problem === undefined) return error;
  return new PipelineError('FILE_SYSTEM', { path: dest ?? path ?? 'the output', problem }, { cause: error });
}
