import { basename, dirname, resolve } from 'node:path';
import { type NamedFolders, runEvaluate } from '@tsdistill/evaluate';
import type { NamedFolder } from '../commands/options';
import { ExperimentFile } from '../config-files/experiment-file';
import { readConfig } from '../read-config';
import { runStage } from '../run-stage';

export interface EvaluateArguments {
  readonly config: string;
  readonly dataset: string;
  readonly softTargets: readonly string[];
  readonly teacher: readonly string[];
  readonly student: readonly string[];
  readonly twin: readonly string[];
  readonly placebo: readonly NamedFolder[];
  readonly rival: readonly NamedFolder[];
  readonly out: string;
}

/** The experiment is named after the folder of its config. */
export async function evaluate({ config, placebo, rival, ...given }: EvaluateArguments): Promise<void> {
  const { evaluate: section, combine } = readConfig(config, ExperimentFile);
  const name = basename(dirname(resolve(config)));
  const folders = { ...given, placebos: groupByName(placebo), rivals: groupByName(rival) };
  await runStage('evaluate', async (host) => {
    const table = await runEvaluate({ name, config: section, combine, folders }, host);
    process.stdout.write(`\n${table}\n\nArtifact: ${folders.out}\n`);
  });
}

/** One entry a name, in the order in which the names first come. */
function groupByName(given: readonly NamedFolder[]): NamedFolders[] {
  return [...new Set(given.map(({ name }) => name))].map((name) => ({
    name,
    folders: given.filter((entry) => entry.name === name).map(({ folder }) => folder),
  }));
}
