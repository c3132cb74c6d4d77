/** Which form recurrent operations take: whole-sequence native kernels, or small operations that every backend has. */
export type KernelForm = 'fused' | 'portable';

let current: KernelForm = 'portable';

/** The form for operations called now. Portable outside traces for the native engine. */
export function kernelForm(): KernelForm {
  return current;
}

/** Runs `body` with operations of the given form. */
export function withKernelForm<Result>(form: KernelForm, body: () => Result): Result {
  const before = current;
  current = form;
  try {
    return body();
  } finally {
    current = before;
  }
}
