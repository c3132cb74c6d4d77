import type { CommandModule } from 'yargs';
import type { EngineArguments } from '../stages/engine';

export const engineCommand: CommandModule<object, EngineArguments> = {
  command: 'engine',
  describe: 'Provide the native engine where needed and say what it is',
  builder: (yargs) =>
    yargs
      .options({ remove: { type: 'boolean', default: false, describe: 'take it away again' } })
      .example('$0 engine --remove', 'take the native library away') as never,
  handler: async (given) => (await import('../stages/engine.js')).engine(given),
};
