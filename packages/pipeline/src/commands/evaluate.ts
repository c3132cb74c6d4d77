import type { CommandModule } from 'yargs';
import type { EvaluateArguments } from '../stages/evaluate';
import { config, dataset, folders, out } from './options';

export const evaluateCommand: CommandModule<object, EvaluateArguments> = {
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
  handler: async (given) => (await import('../stages/evaluate.js')).evaluate(given),
};
