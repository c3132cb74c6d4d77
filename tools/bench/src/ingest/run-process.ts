import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** What one run of a program took. */
export interface ProcessFigures {
  /** From its start to its end. */
  readonly seconds: number;
  /** Largest resident memory. */
  readonly peakBytes: number;
  /** What it wrote to stderr. */
  readonly log: string;
}

/** Is loaded before the program, and writes its largest resident memory to descriptor 3 when it ends. */
const REPORT_PEAK = join(__dirname, 'report-peak-main.js');

/** The first two cores: libraries start as many threads as they may use cores. */
const ON_TWO_CORES = ['taskset', '--cpu-list', '0,1'];

/**
 * Runs a Node program to its end, on two cores.
 *
 * @throws Error with the end of its log when it fails
 */
export async function runProcess(program: string, given: readonly string[]): Promise<ProcessFigures> {
  const startedMs = performance.now();
  const cores = availableParallelism() > 2 ? ON_TWO_CORES : [];
  const [command = '', ...rest] = [...cores, process.execPath, '--require', REPORT_PEAK, program, ...given];
  const child = spawn(command, rest, {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const [log, peak, [code]] = await Promise.all([
    text(child.stderr as Readable),
    text(child.stdio[3] as Readable),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  const seconds = (performance.now() - startedMs) / 1000;
  if (code !== 0) throw new Error(`${[program, ...given].join(' ')} ended with ${code}:\n${log.slice(-2000)}`);
  return { seconds, peakBytes: Number(peak), log };
}
