import { join } from 'node:path';
import { runStage } from '../run-stage';
import { printOutcome } from '../verbosity';
import { runSize } from '../size/run-size';
import { resolveInputs } from '../size/size-inputs';

export interface SizeArguments {
  readonly experiment: string;
  /** Fraction of the teacher's MSE. */
  readonly within: number;
  readonly maxMs: number | undefined;
  readonly maxKb: number | undefined;
  readonly parallel: number | undefined;
  /** Number of seeds; absent for those of the student. */
  readonly seeds: number | undefined;
  readonly out: string | undefined;
}

export async function size({ experiment, out, seeds, within, maxMs, maxKb, parallel }: SizeArguments): Promise<void> {
  const inputs = resolveInputs(experiment);
  const folder = out ?? join('data/artifacts', experiment, 'size');
  const seedList = seeds === undefined ? inputs.student.seeds : Array.from({ length: seeds }, (_, seed) => seed);
  const options = { within, maxMs, maxKb, parallel, seeds: seedList };
  await runStage('size', async (host) => {
    const text = await runSize(inputs, options, folder, host);
    printOutcome(
      `\n${text}\n\nStudent: ${join(folder, 'student.json')}\nFigure: ${join(folder, 'front.svg')}\nArtifact: ${folder}\n`,
    );
  });
}
