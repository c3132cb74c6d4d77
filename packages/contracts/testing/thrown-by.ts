import type { ErrorCode, ErrorContext } from '../src/errors/catalogue';
import { PipelineError } from '../src/errors/pipeline-error';

/** Runs `body`, which must throw a PipelineError with this code, and returns its context. */
export function thrownBy<Code extends ErrorCode>(code: Code, body: () => unknown): ErrorContext<Code> {
  try {
    body();
  } catch (error) {
    if (error instanceof PipelineError && error.code === code) return error.context as ErrorContext<Code>;
    throw error;
  }
  throw new Error(`nothing was thrown, expected ${code}`);
}
