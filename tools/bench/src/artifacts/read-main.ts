import { openSoftTargets } from '@tsdistill/contracts';
import { ROW_COUNT, WIDTH } from './large-soft-targets';
import { bytesRead, peakMemory } from './process-figures';

const WINDOW_COUNT = 100_000;

/** What reading took: opening (every byte is hashed), then windows in random order. */
export interface ReadFigures {
  readonly openSeconds: number;
  readonly seconds: number;
  readonly windowCount: number;
  /** Bytes read for each byte asked for. */
  readonly amplification: number;
  readonly peakBytes: number;
}

/** Opens the artifact at argv[2] and reads windows; prints `ReadFigures` as JSON. */
function main(): void {
  const openedMs = performance.now();
  const softTargets = openSoftTargets(process.argv[2] ?? '');
  const openSeconds = (performance.now() - openedMs) / 1000;
  const rows = randomRows();
  const target = new Float32Array(WIDTH);
  const before = bytesRead();
  const startedMs = performance.now();
  for (const row of rows) {
    softTargets.readForecast(softTargets.rowOf(0, row), 1, target);
    if (target[0] !== row) throw new Error(`row ${row} begins with ${target[0]}`);
  }
  const seconds = (performance.now() - startedMs) / 1000;
  const amplification = (bytesRead() - before) / (rows.length * target.byteLength);
  softTargets.close();
  const figures: ReadFigures = {
    openSeconds,
    seconds,
    windowCount: rows.length,
    amplification,
    peakBytes: peakMemory(),
  };
  process.stdout.write(JSON.stringify(figures));
}

/** Rows in random order (a linear congruential generator, Numerical Recipes). */
function randomRows(): Int32Array {
  let state = 1;
  return Int32Array.from({ length: WINDOW_COUNT }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * ROW_COUNT);
  });
}

main();
