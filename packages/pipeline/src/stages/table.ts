import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openEvaluation, readLatency } from '@tsdistill/contracts';
import { renderEvaluation } from '@tsdistill/evaluate';
import { ExperimentFile } from '../config-files/experiment-file';
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

function tagsOf(name: string): readonly string[] {
  return readConfig(join(EXPERIMENTS, name, 'experiment.json'), ExperimentFile).tags ?? [];
}

function tableOf(folder: string): string {
  return renderEvaluation(openEvaluation(folder).summary, readLatency(folder));
}
