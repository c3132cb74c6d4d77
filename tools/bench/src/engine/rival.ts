import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { StepTiming } from './own-steps';
import type { BenchRow } from './rows';

export const FRAMEWORKS = ['torch', 'keras'] as const;
export type Framework = (typeof FRAMEWORKS)[number];

const TRAINING_STEPS = join(__dirname, '../../python/training_steps.py');

/** PyTorch or Keras in a Python process of its own, which waits while others are timed. Must be stopped. */
export class Rival {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #answers: AsyncIterator<string>;
  readonly #errors: string[] = [];

  private constructor(
    python: string,
    readonly framework: Framework,
    script: string,
  ) {
    this.#process = spawn(python, [script, framework]);
    this.#process.stderr.on('data', (chunk: Buffer) => this.#errors.push(chunk.toString()));
    this.#answers = createInterface(this.#process.stdout)[Symbol.asyncIterator]();
  }

  /**
   * @param python a virtual environment or a Python executable
   * @param script answers one JSON line a request, after one line with its version
   * @throws Error when it lacks the framework
   */
  static async start(
    python: string,
    framework: Framework,
    script = TRAINING_STEPS,
  ): Promise<{ rival: Rival; version: string }> {
    const inside = join(python, 'bin', 'python');
    const rival = new Rival(existsSync(inside) ? inside : python, framework, script);
    const { version } = (await rival.#answer()) as { version: string };
    return { rival, version };
  }

  async time(row: BenchRow, steps: number): Promise<StepTiming> {
    return (await this.ask({ row, steps })) as StepTiming;
  }

  /** Sends one request to the script. @returns what it answers, as that script describes */
  async ask(request: object): Promise<unknown> {
    this.#process.stdin.write(`${JSON.stringify(request)}\n`);
    return this.#answer();
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
