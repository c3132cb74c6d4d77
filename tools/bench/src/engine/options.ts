import { parseArgs } from 'node:util';
import { pickNames } from '../pick-names';
import { type Framework, FRAMEWORKS } from './rival';
import { BENCH_CASES, type BenchCase } from './rows';

/** What is timed. */
export interface EngineOptions {
  readonly cases: readonly BenchCase[];
  /** A virtual environment or a Python executable; without one there are no rivals. */
  readonly python: string | undefined;
  readonly frameworks: readonly Framework[];
  /** Whether it is the whole benchmark, whose table is kept. */
  readonly isWhole: boolean;
}

/**
 * Reads `--python VENV`, `--rows cnn,mlp` (architectures) and `--against torch`; without them everything.
 *
 * @throws RangeError that names what there is
 */
export function parseOptions(given: readonly string[]): EngineOptions {
  const text = { type: 'string' } as const;
  const options = { python: text, rows: text, against: text };
  const { python, rows, against } = parseArgs({ args: [...given], options }).values;
  const architectures = [...new Set(BENCH_CASES.map(({ row }) => row.architecture))];
  const chosen = pickNames('--rows', rows, architectures);
  const frameworks = python === undefined ? [] : pickNames('--against', against, FRAMEWORKS);
  return {
    cases: BENCH_CASES.filter(({ row }) => chosen.includes(row.architecture)),
    python,
    frameworks,
    isWhole: rows === undefined && against === undefined,
  };
}
