import { readFileSync } from 'node:fs';

/** Largest resident memory of this process so far, in bytes (Linux: VmHWM). */
export function peakMemory(): number {
  return 1024 * figureOf('/proc/self/status', /VmHWM:\s+(\d+) kB/);
}

/** Bytes that this process has read so far, from disk or from the system's cache (Linux: rchar). */
export function bytesRead(): number {
  return figureOf('/proc/self/io', /rchar: (\d+)/);
}

function figureOf(file: string, pattern: RegExp): number {
  return Number(pattern.exec(readFileSync(file, 'latin1'))?.[1] ?? NaN);
}
