import type { CommandModule } from 'yargs';
import type { TableArguments } from '../stages/table';

export const tableCommand: CommandModule<object, TableArguments> = {
  command: 'table',
  describe: 'One table of all evaluated experiments and their models; or the closing table of each',
  builder: (yargs) =>
    yargs
      .options({
        tag: { type: 'string', requiresArg: true, describe: 'only experiments whose config has this tag' },
        closing: {
          type: 'boolean',
          default: false,
          describe: 'the closing table of each experiment, with its sentences',
        },
        sort: { type: 'string', requiresArg: true, describe: 'column to sort by; --sort=-mse has the largest first' },
        keep: {
          type: 'string',
          array: true,
          requiresArg: true,
          default: [] as string[],
          coerce: (given: readonly string[]) => given.map(parseFilter),
          describe: 'COLUMN=VALUE: only these rows; several values of a column are alternatives, * is anything',
        },
        csv: { type: 'boolean', default: false, describe: 'as CSV, with every digit' },
        json: { type: 'boolean', default: false, describe: 'as JSON, with every digit' },
        md: { type: 'boolean', default: false, describe: 'as Markdown' },
      })
      .example('$0 table --sort mse --keep role=student', 'the students of all experiments, best first') as never,
  handler: async (given) => (await import('../stages/table.js')).table(given),
};

/** @throws RangeError unless it is a column, "=" and a value */
export function parseFilter(text: string) {
  const [, column = '', value = ''] = /^(\w+)=(.+)$/s.exec(text) ?? [];
  if (column === '') throw new RangeError(`--keep is COLUMN=VALUE, such as role=student, not "${text}"`);
  return { column, value };
}
