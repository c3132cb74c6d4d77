import type { CommandModule } from 'yargs';
import type { EvaluateGridArguments } from '../stages/evaluate-grid';
import { config, dataset, folders, namedFolders, out, someFolders } from './options';

const OF_MEMBER = '{member} in it stands for the name of each';

export const evaluateGridCommand: CommandModule<object, EvaluateGridArguments> = {
  command: 'evaluate-grid',
  describe: 'Choose a member of a grid on validation, and score that one on test',
  builder: (yargs) =>
    yargs
      .options({
        config: config('experiment.json'),
        member: someFolders('label of a member, such as alpha=0.3, once for each'),
        validation: {
          type: 'string',
          demandOption: true,
          describe: `folder of a member's evaluation on validation; ${OF_MEMBER}`,
        },
        dataset,
        'soft-targets': someFolders('folder of soft targets, once for each teacher'),
        teacher: folders('folder of a teacher, for its size and latency'),
        student: someFolders(`folder of a member's student, once for each seed; ${OF_MEMBER}`),
        twin: someFolders('folder of a student trained alone, once for each seed'),
        placebo: namedFolders(`a member's student of a placebo teacher, once for each seed; ${OF_MEMBER}`),
        rival: namedFolders('another student, trained alone, once for each seed'),
        tuning: folders(`folder of what student-tune chose, to say so; ${OF_MEMBER}`),
        out,
      })
      .example(
        '$0 evaluate-grid --config data/configs/experiments/shop/experiment.json --member alpha=0.3 --member alpha=0.5 --validation data/artifacts/{member}/validate --dataset data/artifacts/dataset-shop/ingest --soft-targets data/artifacts/teacher-shop-big/soft-targets --student data/artifacts/{member}/student-distill-s0 --twin data/artifacts/student-shop-small/student-alone-s0 --out shop-evaluation',
        'what Nx runs for a grid',
      ) as never,
  handler: async (given) => (await import('../stages/evaluate-grid.js')).evaluateGrid(given),
};
