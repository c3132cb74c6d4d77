import type { CommandModule } from 'yargs';
import type { DiffArguments } from '../stages/diff';

export const diffCommand: CommandModule<object, DiffArguments> = {
  command: 'diff <first> [second]',
  describe: 'What changed from one experiment to another, or of all experiments since a commit',
  builder: (yargs) =>
    yargs
      .positional('first', {
        type: 'string',
        demandOption: true,
        describe: 'an experiment; alone, a commit, branch or tag',
      })
      .positional('second', { type: 'string', describe: 'an experiment' })
      .options({ md: { type: 'boolean', default: false, describe: 'as Markdown, for a pull request' } })
      .example('$0 diff flights-lstm flights-itransformer-mlp', 'two experiments')
      .example('$0 diff HEAD --md', 'the runs here against the results of the last commit') as never,
  handler: async (given) => (await import('../stages/diff.js')).diff(given),
};
