import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEvaluation } from '@tsdistill/contracts';
import { renderEvaluation, renderGrid } from '@tsdistill/evaluate';
import { z } from 'zod';
import { readConfig } from '../read-config';

const EXPERIMENTS = 'data/configs/experiments';

export interface TableArguments {
  readonly tag: string | undefined;
}

/** Prints the closing table of every experiment (of one tag) that was evaluated, from its artifact. */
export function table({ tag }: TableArguments): void {
  const names = readdirSync(EXPERIMENTS).filter((name) => tag === undefined || tagsOf(name).includes(tag));
  const folders = names.map((name) => join('data/artifacts', name, 'evaluate')).filter((folder) => existsSync(folder));
  for (const folder of folders) process.stdout.write(`${tableOf(folder)}\n\nArtifact: ${folder}\n\n`);
}

/** Of an experiment, a grid or not. */
const Tagged = z.looseObject({ tags: z.array(z.string()).default([]) });

function tagsOf(name: string): readonly string[] {
  return readConfig(join(EXPERIMENTS, name, 'experiment.json'), Tagged).tags;
}

function tableOf(folder: string): string {
  const { latency } = JSON.parse(readFileSync(join(folder, 'measured.json'), 'utf8')) as Measured;
  const { summary, grid } = openEvaluation(folder);
  const table = renderEvaluation(summary, latency);
  return grid ? `${renderGrid(summary.experiment, grid, summary.split)}\n\n${table}` : table;
}

interface Measured {
  readonly latency: Parameters<typeof renderEvaluation>[1];
}
