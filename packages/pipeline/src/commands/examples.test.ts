import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import yargs, { type CommandModule } from 'yargs';
import { COMMANDS } from '.';

const README = readFileSync(resolve(__dirname, '../../../../README.md'), 'utf8');
const [, TABLE = ''] = /## All commands\n(.*?)\n## /s.exec(README) ?? [];

const modules = (COMMANDS as unknown as readonly CommandModule[]).map(
  (command) => [String(command.command).split(' ')[0] ?? '', command] as const,
);

/** The command line with one command, which does nothing. */
const parserOf = (command: CommandModule, given: readonly string[]) =>
  yargs([...given])
    .scriptName('tsdistill')
    .wrap(null)
    .command({ ...command, handler: () => undefined } as never)
    .strict()
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? new RangeError(message);
    });

/** What stands below "Examples:" in `--help`, without its description. */
async function examplesOf(name: string, command: CommandModule): Promise<readonly string[]> {
  let help = '';
  await parserOf(command, []).parseAsync([name, '--help'], {}, (_error, _given, output) => {
    help = output;
  });
  const [, section = ''] = help.split('Examples:\n');
  return section
    .split('\n')
    .map((line) => line.trim().split(/\s{2,}/)[0] ?? '')
    .filter((line) => line !== '');
}

it.each(modules)('%s has an example in its help, which it understands', async (name, command) => {
  const examples = await examplesOf(name, command);
  expect(examples).not.toEqual([]);
  for (const example of examples) {
    const [program, ...words] = example.split(' ');
    expect([program, words[0]]).toEqual(['tsdistill', name]);
    await expect(parserOf(command, words).parseAsync()).resolves.toBeDefined();
  }
});

it.each(modules)('%s stands in the table of all commands', (name) => expect(TABLE).toContain(`\`${name}\``));
