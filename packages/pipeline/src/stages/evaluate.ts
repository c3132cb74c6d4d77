import { memberName } from '@tsdistill/contracts';
import { type EvaluateConfig, type NamedFolders, runEvaluate } from '@tsdistill/evaluate';
import type { NamedFolder } from '../commands/options';
import { experimentName, readExperiment } from '../read-experiment';
import { runStage } from '../run-stage';
import { printOutcome } from '../verbosity';

export interface EvaluateArguments {
  readonly config: string;
  /** Absent for an experiment that is no grid. */
  readonly member: string | undefined;
  /** Absent for the config's own. */
  readonly split: EvaluateConfig['split'] | undefined;
  readonly dataset: string;
  readonly softTargets: readonly string[];
  readonly teacher: readonly string[];
  readonly student: readonly string[];
  readonly twin: readonly string[];
  readonly placebo: readonly NamedFolder[];
  readonly rival: readonly NamedFolder[];
  readonly tuning: readonly string[];
  readonly out: string;
}

export async function evaluate(given: EvaluateArguments): Promise<void> {
  const { config, member, split, placebo, rival, ...artifacts } = given;
  const { evaluate: section, combine } = readExperiment(config, member);
  const name = member === undefined ? experimentName(config) : memberName(experimentName(config), member);
  const folders = { ...artifacts, placebos: groupByName(placebo), rivals: groupByName(rival) };
  const settings = { ...section, ...(split && { split }) };
  await runStage('evaluate', async (host) => {
    const table = await runEvaluate({ name, config: settings, combine, folders }, host);
    printOutcome(`\n${table}\n\nArtifact: ${folders.out}\n`);
  });
}

/** One entry a name, in the order in which the names first come. */
export function groupByName(given: readonly NamedFolder[]): NamedFolders[] {
  return [...new Set(given.map(({ name }) => name))].map((name) => ({
    name,
    folders: given.filter((entry) => entry.name === name).map(({ folder }) => folder),
  }));
}
