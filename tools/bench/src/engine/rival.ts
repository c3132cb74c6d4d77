import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { StepTiming } from './own-steps';
import type { BenchRow } from './rows';

export const FRAMEWORKS = ['torch', 'keras'] as const;
export type Framework = (typeof FRAMEWORKS)[number];

const SCRIPT = join(__dirname, '../../python/training_steps.py');

/** PyTorch or Keras in a Python process of its own, which waits while others are timed. Must be stopped. */
export class Rival {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #answers: AsyncIterator<string>;
  readonly #errors: string[] = [];

  private constructor(
    python: string,
    readonly framework: Framework,
  ) {
    this.#process = spawn(python, [SCRIPT, framework]);
    this.#process.stderr.on('data', (chunk: Buffer) => this.#errors.push(chunk.toString()));
    this.#answers = createInterface(this.#process.stdout)[Symbol.asyncIterator]();
  }

  /** @param python a virtual environment or a Python executable @throws Error when it lacks the framework */
  static async start(python: string, framework: Framework): Promise<{ rival: Rival; version: string }> {
    const inside = join(python, 'bin', 'python');
    const rival = new Rival(existsSync(inside) ? inside : python, framework);
    const { version } = (await rival.#answer()) as { version: string };
    return { rival, version };
  }

  async time(row: BenchRow, steps: number): Promise<StepTiming> {
    this.#process.stdin.write(`${JSON.stringify({ row, steps })}\n`);
    return (await this.#answer()) as StepTiming;
  }

  stop(): void {
    this.#process.stdin.end();
  }

  async #answer(): Promise<unknown> {
    const { value, done } = await this.#answers.next();
    if (done === true) throw new Error(`${this.framework} stopped: ${this.#errors.join('').trim().split('\n').at(-1)}`);
    return JSON.parse(value);
  }
}
