import type { CommandModule } from 'yargs';
import type { ExportArguments } from '../stages/export';
import { intervalOptions } from './options';

export const exportCommand: CommandModule<object, ExportArguments> = {
  command: 'export',
  describe: 'Write a trained model as a TensorFlow.js GraphModel folder for browsers and Node',
  builder: (yargs) =>
    yargs
      .options({
        model: { type: 'string', demandOption: true, describe: 'folder of the model artifact' },
        ...intervalOptions,
        out: { type: 'string', demandOption: true, describe: 'folder to write' },
      })
      .example(
        '$0 export --model data/artifacts/shop/student-distill-s0 --out shop-web',
        'a student for browsers and Node',
      ) as never,
  handler: async (given) => (await import('../stages/export.js')).exportModel(given),
};
