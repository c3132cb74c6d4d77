import { ERROR_CATALOGUE, type ErrorCode, type ErrorContext } from './catalogue';
import type { ErrorEntry } from './entry';

export type { ErrorCode };

/** Process exit codes: everything else than a `PipelineError` is a bug of ours. */
export const EXIT = { done: 0, bug: 1, userError: 2, interrupted: 130 } as const;

/**
 * The one error class: a permanent code, typed context, and a hint that says what to do.
 *
 * A foreign error that explains it goes into `options.cause`; `options.hint` stands in place of the catalogue's where other settings mend it.
 */
export class PipelineError<Code extends ErrorCode = ErrorCode> extends Error {
  readonly hint: string;

  constructor(
    readonly code: Code,
    readonly context: ErrorContext<Code>,
    { hint, ...options }: ErrorOptions & { readonly hint?: string } = {},
  ) {
    const entry = ERROR_CATALOGUE[code] as ErrorEntry<ErrorContext<Code>>;
    super(entry.message(context), options);
    this.name = 'PipelineError';
    this.hint = hint ?? entry.hint(context);
  }
}

/** What a person reads: code and message on one line, the hint indented below. */
export function formatError(error: PipelineError): string {
  return `${error.code}: ${error.message}\n  ${error.hint}`;
}
