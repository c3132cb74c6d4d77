import type { CommandModule } from 'yargs';
import { config, dataset, folders, out } from './options';

interface Arguments {
  readonly config: string;
  readonly dataset: string;
  readonly softTargets: string[];
  readonly teacher: string[];
  readonly student: string[];
  readonly twin: string[];
  readonly out: string;
}

export const evaluateCommand: CommandModule<object, Arguments> = {
  command: 'evaluate',
  describe: 'Score teacher, student, twin and baselines on the test split, and say whether distillation helped',
  builder: {
    config: config('experiment.json'),
    dataset,
    'soft-targets': folders('folder of soft targets, once for each teacher'),
    teacher: folders('folder of a teacher, for its size and latency'),
    student: folders('folder of a distilled student, once for each seed'),
    twin: folders('folder of a student trained alone, once for each seed'),
    out,
  },
  handler: async ({ config: file, ...paths }) => {
    const [{ readConfig }, { ExperimentFile }, { runEvaluate }, { runStage }] = await Promise.all([
      import('../read-config'),
      import('../config-files'),
      import('@tsdistill/evaluate'),
      import('../run-stage'),
    ]);
    const { evaluate } = readConfig(file, ExperimentFile);
    await runStage('evaluate', async (host) => {
      process.stdout.write(await runEvaluate(evaluate, paths, host));
    });
  },
};
