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
