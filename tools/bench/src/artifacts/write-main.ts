import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { writeArtifact, writeSoftTargets } from '@tsdistill/contracts';
import { largeSoftTargets, META, WIDTH } from './large-soft-targets';
import { peakMemory } from './process-figures';

const ROUND_COUNT = 3;

/** What writing took, in turns; the plain file holds the same forecasts, without keys, hash or manifest. */
export interface WriteFigures {
  readonly seconds: readonly number[];
  readonly plainSeconds: readonly number[];
  readonly peakBytes: number;
}

/** Writes the artifact to argv[2] and a plain file beside it, in turns; prints `WriteFigures` as JSON. The last artifact stays. */
async function main(): Promise<void> {
  const folder = process.argv[2] ?? '';
  const seconds: number[] = [];
  const plainSeconds: number[] = [];
  for (let round = 0; round < ROUND_COUNT; round++) {
    rmSync(folder, { recursive: true, force: true });
    seconds.push(await secondsOf(() => writeLarge(folder)));
    plainSeconds.push(await secondsOf(() => writePlain(`${folder}.plain`)));
    rmSync(`${folder}.plain`);
  }
  const figures: WriteFigures = { seconds, plainSeconds, peakBytes: peakMemory() };
  process.stdout.write(JSON.stringify(figures));
}

async function secondsOf(work: () => unknown): Promise<number> {
  const startedMs = performance.now();
  await work();
  return (performance.now() - startedMs) / 1000;
}

function writeLarge(folder: string): Promise<string> {
  return writeArtifact(folder, { kind: 'soft-targets', config: {}, inputs: {} }, (draft) =>
    writeSoftTargets(draft, META, largeSoftTargets()),
  );
}

function writePlain(path: string): void {
  const fd = openSync(path, 'wx');
  for (const { rowCount, arrays } of largeSoftTargets()) writeSync(fd, arrays.forecast, 0, 4 * WIDTH * rowCount);
  fsyncSync(fd);
  closeSync(fd);
}

void main();
