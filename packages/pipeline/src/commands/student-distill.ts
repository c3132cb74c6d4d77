import type { CommandModule } from 'yargs';
import { config, dataset, folders, out } from './options';

interface Arguments {
  readonly config: string;
  readonly dataset: string;
  readonly seed: number;
  readonly experiment: string | undefined;
  readonly softTargets: string[];
  readonly out: string;
}

export const studentDistillCommand: CommandModule<object, Arguments> = {
  command: 'student-distill',
  describe: 'Fit one student to truth and soft targets; without --experiment its twin, to the truth alone',
  builder: {
    config: config('student.json'),
    dataset,
    seed: { type: 'number', demandOption: true, describe: 'seed of parameters and order' },
    experiment: {
      type: 'string',
      describe: 'path of an experiment.json; needs --soft-targets',
      implies: 'soft-targets',
    },
    'soft-targets': folders('folder of soft targets, once for each teacher'),
    out,
  },
  handler: async ({ config: file, experiment, seed, ...paths }) => {
    const [{ readConfig }, { ExperimentFile, StudentFile }, { runStudentDistill }, { runStage }] = await Promise.all([
      import('../read-config'),
      import('../config-files'),
      import('@tsdistill/student-distill'),
      import('../run-stage'),
    ]);
    const { student } = readConfig(file, StudentFile);
    const distillation = experiment === undefined ? undefined : readConfig(experiment, ExperimentFile).distillation;
    const training = { student, seed, ...(distillation && { distillation }) };
    await runStage('student-distill', (host) => runStudentDistill(training, paths, host));
  },
};
