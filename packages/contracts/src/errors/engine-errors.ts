import { entry } from './entry';

/** Errors of provisioning, tracing, compiling and running tensors. */
export const ENGINE_ERRORS = {
  TRACE_VALUE_READ: entry<{ source: string }>(
    (c) => `The value of ${c.source} was read into JavaScript while the function was traced.`,
    () => 'Compute with tensor operations only; a value read would be frozen into the graph.',
  ),
} as const;
