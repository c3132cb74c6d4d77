import { spawnSync } from 'node:child_process';
import { PipelineError } from '@tsdistill/contracts';
import { ExperimentFile } from '../config-files/experiment-file';
import { StudentFile } from '../config-files/student-file';
import { artifactFolder, configFile } from '../experiment-place';
import { refuseUnknownExperiment } from '../experiments';
import { refuseName } from '../init/plan-configs';
import { refuseOccupied, refusePackage, writeConfigs } from '../init/write-configs';
import { checkConfig, readJson } from '../read-config';
import { diffRuns } from '../results/diff-runs';
import { renderDiff } from '../results/render-diff';
import { foundRun, presentResult } from '../results/result-files';
import { runStage } from '../run-stage';
import { resolveInputs } from '../size/size-inputs';
import { applySettings, type ExperimentConfigs, type JsonObject } from '../try/apply-settings';
import { plannedConfigs } from '../try/keep-configs';
import type { TriedSetting } from '../try/parse-setting';
import { runTry } from '../try/try-experiment';

export interface TryArguments {
  readonly experiment: string;
  readonly settings: readonly TriedSetting[];
  /** Name of the experiment that it becomes. */
  readonly keep: string | undefined;
}

/**
 * Runs an experiment with other settings as trials, prints what changed, and makes a new experiment of it when asked to.
 *
 * @throws PipelineError EXPERIMENT_UNKNOWN, TRY_*, CONFIG_INVALID, INIT_OCCUPIED, TRIAL_FAILED
 */
export async function tryExperiment({ experiment: name, settings, keep }: TryArguments): Promise<void> {
  refuseUnknownExperiment(name);
  const before = readConfigs(name);
  const configs = applySettings(before, settings);
  const { seeds } = checkConfig(studentFile(before), StudentFile, configs.student);
  checkConfig(configFile('experiment', name), ExperimentFile, configs.experiment);
  const words = settings.map(({ path, value }) => `${path}=${JSON.stringify(value)}`);
  if (JSON.stringify(before) === JSON.stringify(configs))
    throw new PipelineError('TRY_NOTHING_CHANGED', { experiment: name, settings: words });
  const kept = keep === undefined ? [] : planKeeping(keep, before, configs);
  bringUpToDate(name);
  const isSameStudent = before.student === configs.student;
  const twins = isSameStudent ? seeds.map((seed) => twinFolder(before, seed)) : undefined;
  await runStage('try', async (host) => {
    const evaluation = await runTry({ inputs: resolveInputs(name), configs, seeds, twins }, host);
    const diff = diffRuns(`${name}, ${words.join(', ')}`, presentResult(name), foundRun(evaluation));
    process.stdout.write(`${renderDiff(diff)}\n`);
  });
  writeConfigs(kept);
  for (const { file } of kept) process.stdout.write(`wrote ${file}\n`);
  if (keep !== undefined) process.stdout.write(`\nNext: npx nx run ${keep}:evaluate\n`);
}

const studentName = ({ experiment }: Pick<ExperimentConfigs, 'experiment'>): string => String(experiment['student']);
const studentFile = (configs: Pick<ExperimentConfigs, 'experiment'>): string =>
  configFile('student', studentName(configs));
const twinFolder = (configs: ExperimentConfigs, seed: number): string =>
  artifactFolder(`student-${studentName(configs)}`, `student-alone-s${seed}`);

function readConfigs(name: string): ExperimentConfigs {
  const experiment = readJson(configFile('experiment', name)) as JsonObject;
  return { experiment, student: readJson(studentFile({ experiment })) as JsonObject };
}

function planKeeping(name: string, before: ExperimentConfigs, configs: ExperimentConfigs) {
  refuseName(name);
  refusePackage(name);
  const planned = plannedConfigs(name, configs, before.student !== configs.student);
  refuseOccupied(planned);
  return planned;
}

/** What is compared with must be the run of the configs as they are; Nx does nothing where it is. */
function bringUpToDate(experiment: string): void {
  const nx = require.resolve('nx/bin/nx.js');
  const given = [nx, 'run', `${experiment}:evaluate`];
  const { status, signal } = spawnSync(process.execPath, given, { stdio: ['ignore', 2, 2] });
  if (status !== 0)
    throw new PipelineError('TRY_BASE_FAILED', { experiment, ending: signal ?? `exit code ${String(status)}` });
}
