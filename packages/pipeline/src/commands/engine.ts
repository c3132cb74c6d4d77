import type { CommandModule } from 'yargs';

interface Arguments {
  readonly remove: boolean;
}

export const engineCommand: CommandModule<object, Arguments> = {
  command: 'engine',
  describe: 'Provision the native engine where needed and say what it is',
  builder: { remove: { type: 'boolean', default: false, describe: 'take it away again' } },
  handler: async ({ remove }) => {
    const { describeEngine, removeEngine } = await import('@tsdistill/engine');
    process.stdout.write(`${remove ? await removeEngine() : await describeEngine()}\n`);
  },
};
