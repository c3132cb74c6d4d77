import type { CommandModule } from 'yargs';
import type { EvaluateArguments } from '../stages/evaluate';
import { config, dataset, folders, out, someFolders } from './options';

export const evaluateCommand: CommandModule<object, EvaluateArguments> = {
  command: 'evaluate',
  describe: 'Score teacher, student, twin and baselines on the test split, and say whether distillation helped',
  builder: {
    config: config('experiment.json'),
    dataset,
    'soft-targets': someFolders('folder of soft targets, once for each teacher'),
    teacher: folders('folder of a teacher, for its size and latency'),
    student: someFolders('folder of a distilled student, once for each seed'),
    twin: someFolders('folder of a student trained alone, once for each seed'),
    out,
  },
  handler: async (given) => (await import('../stages/evaluate.js')).evaluate(given),
};
