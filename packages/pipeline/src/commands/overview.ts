import type { CommandModule } from 'yargs';
import type { OverviewArguments } from '../stages/overview';

export const overviewCommand: CommandModule<object, OverviewArguments> = {
  command: 'overview',
  describe: 'Write a page with one row for each evaluated experiment and links to their reports',
  builder: (yargs) =>
    yargs
      .options({
        tag: { type: 'string', requiresArg: true, describe: 'only experiments whose config has this tag' },
        out: {
          type: 'string',
          requiresArg: true,
          default: 'data/artifacts/pipeline/report',
          describe: 'folder to write report.html to',
        },
      })
      .example('$0 overview --tag fields --out fields-page', 'of the evaluations that are there') as never,
  handler: async (given) => (await import('../stages/overview.js')).overview(given),
};
