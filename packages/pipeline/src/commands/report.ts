import type { CommandModule } from 'yargs';
import type { ReportArguments } from '../stages/report';

export const reportCommand: CommandModule<object, ReportArguments> = {
  command: 'report <experiment>',
  describe:
    'Write the page of an evaluated experiment: one HTML file with verdict, table, charts, data card and settings',
  builder: (yargs) =>
    yargs
      .positional('experiment', { type: 'string', demandOption: true, describe: 'its name' })
      .options({
        with: {
          type: 'string',
          requiresArg: true,
          describe: 'another experiment of the same data set, laid over the first',
        },
        out: {
          type: 'string',
          requiresArg: true,
          describe:
            'folder to write report.html to; default data/artifacts/<experiment>/report, or report-with-<other>',
        },
      })
      .example('$0 report flights-lstm --out /tmp/page', 'from the artifacts that are there')
      .example('$0 report flights-lstm --with flights-itransformer-mlp', 'two runs in one page') as never,
  handler: async (given) => (await import('../stages/report.js')).report(given),
};
