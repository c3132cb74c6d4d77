import { basename, dirname, resolve } from 'node:path';
import { runEvaluate } from '@tsdistill/evaluate';
import { ExperimentFile } from '../config-files';
import { readConfig } from '../read-config';
import { runStage } from '../run-stage';

export interface EvaluateArguments {
  readonly config: string;
  readonly dataset: string;
  readonly softTargets: readonly string[];
  readonly teacher: readonly string[];
  readonly student: readonly string[];
  readonly twin: readonly string[];
  readonly out: string;
}

/** The experiment is named after the folder of its config. */
export async function evaluate({ config, ...folders }: EvaluateArguments): Promise<void> {
  const section = readConfig(config, ExperimentFile).evaluate;
  const name = basename(dirname(resolve(config)));
  await runStage('evaluate', async (host) => {
    const table = await runEvaluate({ name, config: section, folders }, host);
    process.stdout.write(`\n${table}\n\nArtifact: ${folders.out}\n`);
  });
}
