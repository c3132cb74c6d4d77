import { PipelineError } from '@tsdistill/contracts';
import type { GivenSettings } from '@tsdistill/ingest';
import { nameOfFile, planConfigs, refuseName } from '../init/plan-configs';
import { renderInspection } from '../init/render-inspection';
import { standingProblems } from '../init/standing-problems';
import { refusePackage, writeConfigs } from '../init/write-configs';
import { inspectWith } from './inspect';
import { printOutcome } from '../verbosity';

export interface InitArguments {
  readonly file: string;
  readonly name: string | undefined;
  readonly horizon: number | undefined;
  readonly set: GivenSettings;
}

/** Inspects a file and writes the configs of a first experiment on it. @throws PipelineError INSPECT_PROBLEMS, INIT_OCCUPIED, INIT_NAME_TAKEN, CONFIG_NAME */
export async function init({ file, name = nameOfFile(file), horizon, set }: InitArguments): Promise<void> {
  refuseName(name);
  refusePackage(name);
  const inspection = await inspectWith(file, horizon, set);
  const { isReady, suggestion } = inspection;
  printOutcome(`${renderInspection(inspection)}\n`);
  if (!isReady || suggestion === undefined)
    throw new PipelineError('INSPECT_PROBLEMS', { file, problemCount: standingProblems(inspection).length });
  const configs = planConfigs(name, suggestion, inspection);
  writeConfigs(configs);
  const lines = configs.map((config) => `wrote ${config.file}`);
  printOutcome([...lines, '', `Next: npx nx run ${name}:evaluate`, ''].join('\n'));
}
