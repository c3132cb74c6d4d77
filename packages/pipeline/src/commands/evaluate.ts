import type { CommandModule } from 'yargs';
import type { EvaluateArguments } from '../stages/evaluate';
import { config, dataset, folders, member, namedFolders, out, someFolders } from './options';

export const evaluateCommand: CommandModule<object, EvaluateArguments> = {
  command: 'evaluate',
  describe:
    'Score teacher, student, twin, placebos, rivals and baselines, and say whether distillation helped; `evaluate EXPERIMENT --since DATE` is `drift`',
  builder: (yargs) =>
    yargs
      .options({
        config: config('experiment.json'),
        member,
        split: {
          choices: ['validation', 'test'] as const,
          describe: 'whose windows are scored, in place of the config’s `evaluate.split`',
        },
        dataset,
        'soft-targets': someFolders('folder of soft targets, once for each teacher'),
        teacher: folders('folder of a teacher, for its size and latency'),
        student: someFolders('folder of a distilled student, once for each seed'),
        twin: someFolders('folder of a student trained alone, once for each seed'),
        placebo: namedFolders('a student distilled from a placebo teacher, once for each seed'),
        rival: namedFolders('another student, trained alone, once for each seed'),
        tuning: folders('folder of what student-tune chose for any of them, to say so'),
        out,
      })
      .example(
        '$0 evaluate --config data/configs/experiments/shop/experiment.json --dataset data/artifacts/dataset-shop/ingest --soft-targets data/artifacts/teacher-shop-big/soft-targets --student data/artifacts/shop/student-distill-s0 --twin data/artifacts/student-shop-small/student-alone-s0 --out shop-evaluation',
        'what Nx runs for `npx nx run shop:evaluate`',
      ) as never,
  handler: async (given) => (await import('../stages/evaluate.js')).evaluate(given),
};
