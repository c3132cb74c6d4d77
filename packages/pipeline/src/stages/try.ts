import { PipelineError, readLatency } from '@tsdistill/contracts';
import { renderEvaluation } from '@tsdistill/evaluate';
import { crossCheckExperiment } from '../config-files/cross-checks';
import { configsIn, readConfigTexts } from '../config-files/config-texts';
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
import { bringUpToDate } from '../try/bring-up-to-date';
import { plannedConfigs } from '../try/keep-configs';
import type { TriedSetting } from '../try/parse-setting';
import { runTry } from '../try/try-experiment';
import { printOutcome } from '../verbosity';

export interface TryArguments {
  readonly experiment: string;
  readonly settings: readonly TriedSetting[];
  /** Name of the experiment that it becomes. */
  readonly keep: string | undefined;
}

/**
 * Runs an experiment with other settings as trials, prints its table and what changed, and makes a new experiment of it when asked to.
 *
 * @throws PipelineError EXPERIMENT_UNKNOWN, TRY_*, CONFIG_INVALID, those of `crossCheckExperiment`, INIT_OCCUPIED, TRIAL_FAILED
 */
export async function tryExperiment({ experiment: name, settings, keep }: TryArguments): Promise<void> {
  refuseUnknownExperiment(name);
  const before = readConfigs(name);
  const configs = applySettings(before, settings);
  const { seeds } = checkConfig(studentFile(before), StudentFile, configs.student);
  const experiment = checkConfig(configFile('experiment', name), ExperimentFile, configs.experiment);
  crossCheckExperiment(
    experiment,
    configsIn({ ...readConfigTexts(), [studentFile(before)]: JSON.stringify(configs.student) }),
  );
  const words = settings.map(({ path, value }) => `${path}=${JSON.stringify(value)}`);
  if (JSON.stringify(before) === JSON.stringify(configs))
    throw new PipelineError('TRY_NOTHING_CHANGED', { experiment: name, settings: words });
  const kept = keep === undefined ? [] : planKeeping(keep, before, configs);
  const isSameStudent = before.student === configs.student;
  const twins = isSameStudent ? seeds.map((seed) => twinFolder(before, seed)) : undefined;
  await runStage('try', async (host) => {
    host.progress({ label: `${name} as it is`, done: 0, total: 1, unit: 'trials' });
    await bringUpToDate(name, host);
    const evaluation = await runTry({ inputs: resolveInputs(name), configs, seeds, twins }, host);
    const diff = diffRuns(`${name}, ${words.join(', ')}`, presentResult(name), foundRun(evaluation));
    const table = renderEvaluation(evaluation.summary, readLatency(evaluation.folder));
    process.stdout.write(`${table}\n\n${renderDiff(diff)}\n`);
  });
  writeConfigs(kept);
  for (const { file } of kept) printOutcome(`wrote ${file}\n`);
  if (keep !== undefined) printOutcome(`\nNext: npx nx run ${keep}:evaluate\n`);
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
