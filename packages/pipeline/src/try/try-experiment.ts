import { type Evaluation, openEvaluation, type StageHost } from '@tsdistill/contracts';
import type { SizeInputs } from '../size/size-inputs';
import { createTrials, showProgress, type Trial, type Trials } from '../trials';
import type { ExperimentConfigs } from './apply-settings';

/** An experiment with other settings, and the artifacts of the one that it stands on. */
export interface TriedExperiment {
  readonly inputs: SizeInputs;
  readonly configs: ExperimentConfigs;
  readonly seeds: readonly number[];
  /** The twins of the experiment, one a seed, where the student is the same; undefined = trained here. */
  readonly twins: readonly string[] | undefined;
}

/**
 * Trains the students of a tried experiment, and their twins where the student is another, and evaluates them beside the teacher, each stage as a trial: what
 * was tried before is there at once. Placebos and rivals are left out.
 *
 * @throws PipelineError TRIAL_FAILED; InterruptedError after a stop
 */
export async function runTry(tried: TriedExperiment, host: StageHost): Promise<Evaluation> {
  const all = createTrials({
    signal: host.signal,
    report: ({ kind, trial }) => host.detail({ ...trial.flags }, `${trial.command} ${kind}`),
  });
  const trials = showProgress(all, { label: 'the experiment as tried', total: trialCount(tried) }, host);
  try {
    const { inputs, configs } = tried;
    const student = await trainSeeds(trials, tried, false);
    const twin = tried.twins ?? (await trainSeeds(trials, tried, true));
    const artifacts = { dataset: inputs.dataset, 'soft-targets': inputs.softTargets, teacher: inputs.teachers };
    const { placebos: _, compare: __, tags: ___, ...experiment } = configs.experiment;
    return openEvaluation(
      await trials.run({
        command: 'evaluate',
        name: inputs.name,
        configs: { config: experiment },
        artifacts: { ...artifacts, student, twin },
      }),
    );
  } finally {
    await all.close();
  }
}

/** Trainings, tunings and the evaluation. */
function trialCount({ configs, seeds, twins }: TriedExperiment): number {
  const sides = twins === undefined ? [false, true] : [false];
  return sides.reduce((sum, alone) => sum + seeds.length + (isTuned(configs, alone) ? 1 : 0), 1);
}

/** @returns folders, one a seed */
async function trainSeeds(trials: Trials, tried: TriedExperiment, alone: boolean): Promise<readonly string[]> {
  const { inputs, configs, seeds } = tried;
  const { student, teachers, combine, distillation } = configs.experiment;
  const { dataset, tune } = configs.student;
  const config = { dataset, seeds: [0], student: configs.student['student'] };
  const heard = alone
    ? {}
    : { experiment: { student, teachers, ...(combine !== undefined && { combine }), distillation } };
  const artifacts = { dataset: inputs.dataset, ...(!alone && { 'soft-targets': inputs.softTargets }) };
  const tuning: Trial = {
    command: 'student-tune',
    configs: { config: { ...config, seeds, ...(tune !== undefined && { tune }) }, ...heard },
    artifacts,
  };
  const chosen = isTuned(configs, alone) ? { tuning: await trials.run(tuning) } : {};
  return Promise.all(
    seeds.map((seed) =>
      trials.run({
        command: 'student-distill',
        configs: { config, ...heard },
        artifacts: { ...artifacts, ...chosen },
        flags: { seed },
      }),
    ),
  );
}

/** The rule of the task graph: what a twin may choose beside alpha, both choose; alpha where it is "auto". */
function isTuned({ experiment, student }: ExperimentConfigs, alone: boolean): boolean {
  const choices = Object.keys((student['tune'] ?? {}) as object).filter((key) => key !== 'trials' && key !== 'alpha');
  const { alpha } = experiment['distillation'] as { alpha?: unknown };
  return choices.length > 0 || (!alone && alpha === 'auto');
}
