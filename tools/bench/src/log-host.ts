import type { StageHost } from '@tsdistill/contracts';

/** A host that prints one line for each epoch and message, for benchmarks run by hand. */
export function logHost(label: string, workFolder: string): StageHost {
  const say = (fields: Readonly<Record<string, unknown>>, message: string) =>
    console.error(`${label}: ${message} ${JSON.stringify(fields, (_, value) => rounded(value))}`);
  return {
    workFolder,
    signal: new AbortController().signal,
    progress: () => undefined,
    info: say,
    detail: say,
    warn: say,
  };
}

function rounded(value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(4)) : value;
}
